// Why the server refused something, or left a part of it undone, where Studio breaks on that or keeps it to itself.
import { brokenOff, guard, listen } from './studio-server.js'

const box = document.getElementById('studio-refused'), heading = box.querySelector('h2'), list = box.querySelector('ul')

// What Studio asks to be done; what is wrong with a saved document it tells itself, and of an import it takes the refusal.
const acts = /^\/elsa\/api\/(workflow-definition|bulk-actions\/|cancel\/|alterations\/)|^\/elsa\/api\/workflow-instances\/[^/]+$/
const saves = /^\/elsa\/api\/workflow-definitions$/, imports = /^\/elsa\/api\/workflow-definitions\/import$/

export function watch(root) {
  guard((pathname, method) => method !== 'POST' || !retracts.test(pathname) || confirm(box.dataset.retract))
  root.addEventListener('click', event => {
    if (event.target.closest(runs) && !confirm(box.dataset.run)) event.stopPropagation()
  }, true)
  listen((answer, pathname, method) => method !== 'GET' && acts.test(pathname) && !saves.test(pathname) && judge(answer, pathname))
  listen((answer, pathname) => saves.test(pathname) && judgeSave(answer))
  document.addEventListener('change', ({ target }) => target.type === 'file' && tell([]), true)
}

// What Studio does at once although others feel it: tasks of a trial run come to the inboxes, and nobody can start a case any more. A
// run that is not asked for Studio waits for.
const runs = 'button:has(path[d^="M8 5v14l11-7z"])', retracts = /^\/elsa\/api\/(workflow-definitions\/[^/]+\/retract|bulk-actions\/retract\/.*)$/

// Studio tells what is wrong with a saved document, for a moment; that it is an older one stays true until the page is loaded anew.
async function judgeSave(answer) {
  if (answer.ok) return
  const isStale = answer.status === 400 && (await answer.clone().json()).code === 'stale'
  if (answer.status > 400 || isStale) tell(await sentences(answer), heading.dataset.refused)
  if (answer.status > 400) throw brokenOff()
}

async function judge(answer, pathname) {
  const isRefused = answer.status >= 400 && answer.status < 500, isImport = imports.test(pathname), said = await sentences(answer)
  // Each procedure in the files that somebody chose is an act of its own.
  const before = isImport ? [...list.children].map(item => item.textContent) : []
  tell(before.concat(said), isRefused || isImport || cannotStart(answer) ? heading.dataset.refused : heading.dataset.remarks)
  if (isRefused && !isImport) throw brokenOff(said.join(' '))
}

const cannotStart = answer => answer.headers.get('x-elsa-workflow-cannot-start') === 'True'

async function sentences(answer) {
  if (!answer.headers.get('content-type')?.includes('json')) return []
  const { errors, warnings, reasons, detail, title } = await answer.clone().json()
  return errors?.generalErrors ?? warnings ?? reasons ?? (answer.ok ? [] : [detail ?? title])
}

function tell(said, what = '') {
  box.hidden = said.length === 0
  heading.textContent = what
  list.replaceChildren(...said.map(sentence => {
    const item = document.createElement('li')
    item.textContent = sentence
    return item
  }))
  box.tabIndex = box.scrollHeight > box.clientHeight ? 0 : -1
  if (!box.hidden) box.scrollIntoView({ block: 'nearest' })
}
