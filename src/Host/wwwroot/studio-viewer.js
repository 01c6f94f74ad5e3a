// The diagram of a case: its journal goes on while one looks, what a step was given bears the names of the designer, and the diagram
// that of the case.
import { listen } from './studio-server.js'

// By the type of a step and the name of an input: what people call it, and what they call its values.
const inputs = new Map()

export function watch(root, caseName) {
  listen((answer, pathname) => {
    if (pathname.endsWith('/descriptors/activities')) answer.clone().json().then(learn).then(() => name(root, caseName)).catch(console.error)
    if (pathname.endsWith('/journal')) draw(root)
  })
  let due = false
  new MutationObserver(() => {
    if (due) return
    due = true
    setTimeout(() => {
      due = false
      name(root, caseName)
    }, 50)
  }).observe(root, { subtree: true, childList: true, characterData: true })
}

function learn({ items }) {
  for (const kind of items) {
    inputs.set(kind.typeName, new Map([...kind.inputs, ...kind.outputs].map(({ name, displayName, uiSpecifications }) =>
      [name, { words: displayName ?? name, options: uiSpecifications?.dropdown?.selectList.items ?? [] }])))
  }
}

// Below the table that tells the type of the step stand those of what it was given and gave.
function name(root, caseName) {
  for (const own of root.querySelectorAll('.mud-tab')) {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(own.textContent.trim())) write(own, caseName)
  }
  for (const panel of root.querySelectorAll('.mud-tab-panel')) {
    const [first, ...others] = panel.querySelectorAll('.mud-simple-table')
    const kind = first && [...first.querySelectorAll('td')].map(cell => inputs.get(cell.textContent.trim())).find(Boolean)
    if (!kind) continue
    for (const row of others.flatMap(table => [...table.querySelectorAll('tbody tr')])) {
      const input = kind.get(row.cells[0].textContent.trim())
      if (!input) continue
      write(row.cells[0], input.words)
      const value = row.cells[1]?.textContent.trim(), option = input.options.find(option => option.value && option.value === value)
      if (option) write(row.cells[1], option.text)
    }
  }
}

function write(element, words) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (texts.currentNode.data.trim() && texts.currentNode.data !== words) texts.currentNode.data = words
  }
}

const settled = 1_500
let drawing = 0

// Studio asks for what has been added to the journal and then often does not draw it; what its button for time does, it draws, and
// asks for the journal each time.
function draw(root) {
  if (drawing++ > 0) return
  setTimeout(() => press(root), 300)
  setTimeout(() => press(root), 350)
  setTimeout(() => {
    const isMore = drawing > 3
    drawing = 0
    if (isMore) draw(root)
  }, settled)
}

const press = root => root.querySelector('.mud-tab-panel:has(.mud-timeline) .mud-toolbar button')?.click()
