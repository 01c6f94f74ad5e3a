// Makes Studio's own controls usable by those who hear the page or have no mouse: names what it leaves without a name, lets the
// keyboard reach what only the mouse could, and keeps the focus where Studio draws a field anew.

// Buttons without words are known by a piece of their drawing. The names are Studio's English; studio-captions.js says them in Polish.
const drawings = [
  ['M7 10l5 5 5-5z', 'More actions'],
  ['M12 8c1.1 0 2-.9 2-2s', button => {
    const field = button.closest('.mud-tabs-panels .d-flex.flex-row:has(label)')?.querySelector('label').textContent.trim()
    return field ? `Actions: ${field}` : 'Actions'
  }],
  ['M7,9H2V7h5V9z', 'View'],
  ['M3,10h11v2H3V10z', button => button.closest('.mud-toolbar') ? 'Edit Workflow Definition' : 'Edit'],
  ['M19 13H5v-2h14v2z', 'Remove'],
  ['M15,1H9v2h6V1z', 'Show accumulated time'],
  ['M11.99 2C6.47 2 2 6.48', 'Show relative time'],
  ['M11 15h2v2h-2v-2zm0-8', 'Show incidents'],
  ['15,4 15,6 18,6 18,18', 'Show events of the opened container only'],
  ['M16 1H4c-1.1 0-2 .9', button => {
    const row = button.closest('tr')?.cells[0].textContent.trim()
    return row ? `Copy: ${row}` : 'Copy'
  }],
  ['M19 9h-4V3H9v6H5l7 7', 'Download'],
  ['M17 3H5c-1.11 0-2 .9', 'Save'],
  ['M19.35 10.04C18.67', 'Publish workflow'],
  ['M8 5v14l11-7z', 'Run workflow'],
  ['M9 16.17L4.83 12', 'Apply changes to editor.'],
  ['M6,16h12V8H6V16z', 'Zoom to fit'],
  ['M5 15H3v4c0 1.1', 'Center'],
  ['M9,19H5V5h4V19z', 'Auto layout'],
  ['M15.41 7.41L14 6', 'Previous tabs'],
  ['M10 6L8.59 7.41', 'Next tabs'],
]

const named = new WeakMap()

// Studio draws over what it has drawn: the name follows what the control is now.
function name(element, words) {
  if (!words || named.get(element) === words) return
  named.set(element, words)
  element.setAttribute('aria-label', words)
}

let ids = 0

const idOf = element => element.id ||= `named-${++ids}`

// Of a file that the designer cannot take in, Studio complains as of one and as of the only one.
const sayingOf = notice => notice.textContent.trim().replace('import 1 workflow', 'import workflow')

const repeats = new WeakMap()

const rules = {
  'button:not([title])': button => {
    if (button.textContent.trim() || (button.hasAttribute('aria-label') && !named.has(button))) return
    const drawn = [...button.querySelectorAll('path, polygon')].map(part => part.getAttribute('d') ?? part.getAttribute('points')).join()
    const words = drawings.find(([piece]) => drawn.includes(piece))?.[1]
    name(button, typeof words === 'function' ? words(button) : words)
  },
  '.mud-table-head input[type=checkbox]': box => name(box, 'Select all'),
  // By the words in its row, which are people's: a name made of them would be translated with the caption around it.
  '.mud-table-body input[type=checkbox]': box => {
    const cell = [...box.closest('tr').cells].find(other => other.textContent.trim())
    if (cell) box.setAttribute('aria-labelledby', idOf(cell))
  },
  '.mud-input-control input:not([type=hidden]), .mud-input-control textarea': field => {
    if (field.labels.length === 0 && !field.placeholder) name(field, field.closest('.mud-input-control').querySelector('label')?.textContent.trim())
  },
  '.mud-select-input-extended[tabindex="0"], .mud-select-input[tabindex="0"]': list => {
    const label = list.closest('.mud-input-control').querySelector('label')
    list.setAttribute('role', 'button')
    list.setAttribute('aria-haspopup', 'listbox')
    list.setAttribute('aria-labelledby', [label, list].filter(Boolean).map(idOf).join(' '))
  },
  '[role=dialog]:not([aria-label])': dialog => {
    const title = dialog.querySelector('.mud-dialog-title')
    if (!title) return
    dialog.setAttribute('aria-labelledby', idOf(title))
  },
  '.mud-snackbar.mud-alert-filled-error': notice => {
    const said = sayingOf(notice), all = [...document.querySelectorAll('.mud-snackbar')]
    if (all.slice(0, all.indexOf(notice)).some(other => sayingOf(other) === said)) repeats.set(notice, said)
    notice.hidden = repeats.get(notice) === said
  },
  '[role=progressbar]': bar => name(bar, 'Loading'),
  '.rz-collapse': part => {
    part.setAttribute('role', 'button')
    name(part, 'Narrow the pane')
  },
  '.rz-expand': part => {
    part.setAttribute('role', 'button')
    name(part, 'Widen the pane')
  },
  '.rz-resize': part => {
    part.setAttribute('role', 'separator')
    const isLying = part.closest('.rz-splitter').matches('.rz-splitter-vertical')
    part.setAttribute('aria-orientation', isLying ? 'horizontal' : 'vertical')
    part.setAttribute('aria-valuenow', Math.round(parseFloat(part.parentElement.previousElementSibling?.style.flexBasis) || 50))
    name(part, isLying ? 'Height of the panes' : 'Width of the panes')
  },
  '.mud-expand-panel-header': header => {
    header.setAttribute('role', 'button')
    header.setAttribute('aria-expanded', header.parentElement.classList.contains('mud-panel-expanded'))
  },
  '.mud-table-container, .mud-tabs-panels [style*="overflow-y"]': part => { part.tabIndex = 0 },
  '.mud-timeline-item-content > *': entry => pressable(entry),
  '[draggable=true]': kind => pressable(kind),
  '.mud-breadcrumb-item > a:not([href])': link => pressable(link),
}

function pressable(element) {
  element.setAttribute('role', 'button')
  element.tabIndex = 0
}

// Of the journal, the way out of an opened step and of questions; what a kind of step does when it is pressed is in studio-keyboard.js.
function press(event) {
  // A question without "no" Studio takes back only by a click beside it.
  const question = event.key === 'Escape' && event.target.closest?.('.mud-dialog-container')
  if (question && !question.querySelector('input')) question.querySelector('.mud-overlay').click()
  if ((event.key !== 'Enter' && event.key !== ' ') || !event.target.matches('.mud-timeline-item-content > *, .mud-breadcrumb-item > a:not([href])')) return
  event.preventDefault()
  event.target.click()
}

// Where the focus is, in steps down from the top; what was typed there and is not saved yet.
let held

function hold(target, root) {
  held = undefined
  if (!root.contains(target) || target.closest('.monaco-editor')) return
  const way = []
  for (let at = target; at.parentElement; at = at.parentElement) way.unshift([at.parentElement, [...at.parentElement.children].indexOf(at)])
  held = { element: target, way, of: ownerOf(target, root), value: target.value }
}

// The same place can be a field of another step by then.
const ownerOf = (field, root) =>
  [root.querySelector('.x6-node-selected')?.dataset.cellId, field.closest('.mud-input-control')?.querySelector('label')?.textContent].join()

// After each of its own savings Studio makes the fields anew, in the same places.
function keep(root) {
  if (!held || held.element.isConnected || document.activeElement !== document.body) return
  const from = held.way.findLastIndex(([parent]) => parent.isConnected)
  let next = held.way[from]?.[0]
  for (const [, place] of held.way.slice(from)) next = next?.children[place]
  if (next?.tagName !== held.element.tagName || next.disabled || ownerOf(next, root) !== held.of) return
  const { element: lost, value } = held, typed = typeof value === 'string' && lost.value !== value
  next.focus({ preventScroll: true })
  if (typed) {
    next.value = lost.value
    next.dispatchEvent(new Event('input', { bubbles: true }))
    // A browser tells of a change only what it saw being typed.
    next.addEventListener('blur', () => next.dispatchEvent(new Event('change', { bubbles: true })), { once: true })
  }
  if (typeof lost.selectionStart === 'number') next.setSelectionRange(lost.selectionStart, lost.selectionEnd)
}

export function assist(root) {
  let due = false
  const look = () => {
    due = false
    for (const [selector, rule] of Object.entries(rules)) root.querySelectorAll(selector).forEach(rule)
  }
  new MutationObserver(changes => {
    keep(root)
    // While a step is dragged its connections change all the time.
    if (due || changes.every(({ type, target }) => type === 'attributes' && target.closest('.x6-graph'))) return
    due = true
    setTimeout(look, 100)
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ['class', 'd', 'points'] })
  // Who goes on elsewhere does not want to be brought back.
  document.addEventListener('focusin', ({ target }) => hold(target, root))
  document.addEventListener('pointerdown', ({ target }) => {
    if (!held?.element.contains(target)) held = undefined
  })
  root.addEventListener('keydown', press)
  look()
}
