// The remarks below the designer: reads them again, and the name above it, whenever Studio has changed the procedure, and shows on the
// canvas what they are about.
import { graphs, load } from './studio-graph.js'
import { listen } from './studio-server.js'

const panel = document.getElementById('findings')
const summary = document.getElementById('findings-summary'), list = document.getElementById('findings-list')
const shown = document.getElementById('findings-shown'), name = document.getElementById('procedure-name')

// Of what is to be seen below Studio without scrolling; Studio reckons its own tabs lower than they are.
export const height = () => panel.querySelector('.ops-findings__head').offsetHeight + 16

export function watch() {
  listen((answer, pathname, method) => {
    if (isChange(pathname, method)) follow(answer).catch(console.warn)
  })
  list.addEventListener('click', choose)
}

const isChange = (pathname, method) =>
  method !== 'GET' && /^\/elsa\/api\/(workflow-definition|bulk-actions\/)/.test(pathname) && !pathname.endsWith('/execute')

async function follow(answer) {
  const refused = answer.status === 400 && (await answer.clone().json()).code === 'cannot-run'
  await read()
  if (refused) panel.scrollIntoView({ block: 'nearest' })
}

let latest = 0

async function read() {
  const mine = ++latest
  const answer = await fetch(location.pathname)
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  // After a later change its own answer is what counts; without the panel it is another page, as when the session has ended.
  if (mine !== latest || !fresh.getElementById('findings')) return
  replace(summary, fresh)
  replace(list, fresh)
  replace(name, fresh)
  document.title = fresh.title
}

// What stays the same is left alone, so that it keeps the focus and is not read out again.
function replace(part, fresh) {
  const next = fresh.getElementById(part.id)
  if (part.innerHTML === next.innerHTML) return
  const step = part.contains(document.activeElement) && document.activeElement.dataset.step
  part.replaceChildren(...next.childNodes)
  if (step) part.querySelector(`[data-step="${CSS.escape(step)}"]`)?.focus()
}

// A step that stands inside another one is not on the canvas: then the link leads to it in words.
function choose(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  const link = event.target.closest('[data-step]'), node = link && document.querySelector(`.x6-node[data-cell-id="${CSS.escape(link.dataset.step)}"]`)
  if (!node) return
  event.preventDefault()
  const canvas = node.closest('.graph-container')
  canvas.scrollIntoView({ block: 'nearest' })
  // Emptied first: the same words once more would be no change to read out.
  shown.textContent = ''
  select(canvas, link.dataset.step).then(() => {
    shown.textContent = shown.dataset.text.replace('{0}', link.textContent)
    // Pressed by a key: who cannot see the canvas goes on at the step.
    if (event.detail === 0) node.focus({ preventScroll: true })
  }).catch(console.error)
}

async function select(canvas, step) {
  await load()
  const { graph } = graphs[canvas.id], cell = graph.getCellById(step)
  graph.resetSelection(cell)
  graph.centerCell(cell)
}
