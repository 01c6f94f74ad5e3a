// Elsa Studio's own captions in Polish: replaces what it writes into the page, as it writes it. What people typed (fields, code, the
// names on the canvas and in lists) is left as it is. Captions that are in the language of the page already match nothing.

const attributes = ['placeholder', 'title', 'aria-label', 'aria-roledescription', 'label', 'alt', 'data-label']

// What comes from definitions and from people, not from Studio: what they type, the canvas, names of steps in the journal and in the
// palette, the tab that bears the name of the procedure, outcomes; and our own words around Studio.
const foreign = 'input, textarea, script, style, [contenteditable], .monaco-editor, .x6-graph, .react-flow, .elsa-activity, '
  + '.mud-timeline-item-content > .mud-typography-body2, [draggable=true], .mud-breadcrumbs, .mud-chipset, '
  + '.tabs-root > .mud-tabs-tabbar .mud-tooltip-root:first-child > .mud-tab, .ops-studio-heading, #findings, #steps'

// A cell of a table is somebody's, except what names a row and what stands in these rows and columns. Of a table of somebody's data
// (the inputs of a step in a case) all is theirs; Studio's own tell one of these.
const told = ['Status', 'Sub status', 'Incident handling strategy', 'Incident Strategy', 'Readonly', 'Type', 'Storage', 'Structured Logs']
const own = ['ID', 'Version', 'Timestamp']
// What happened in a case, beside the moment.
const moment = 'Timestamp'

// Where a caption means something else than everywhere, it stands in the dictionary under the name of the place: "menu:Cancel".
const places = { menu: '.mud-menu-item', column: '.mud-table-head' }

// Before the name of a step whose kind is not known here.
const unknown = 'Not Found: '

export function translate(root, captions) {
  const find = dictionary(captions)
  // What was written here is Polish, also when it looks like an English caption: "Data".
  const written = new WeakMap()
  const text = node => {
    if (written.get(node) === node.data) return
    const caption = node.data.trim(), found = findAt(node.parentElement, caption)
    if (!found) return
    node.data = node.data.replace(caption, () => found)
    written.set(node, node.data)
  }
  const findAt = (element, caption) => {
    if (caption.startsWith(unknown) && element?.closest('[activity-json*="Elsa.NotFoundActivity"]')) return captions[unknown] + caption.slice(unknown.length)
    for (const [place, selector] of Object.entries(places)) {
      const found = captions[`${place}:${caption}`]
      if (found && element?.closest(selector)) return found
    }
    return isForeign(element) ? undefined : find(caption)
  }
  const names = (text, list) => list.some(name => name === text || captions[name] === text || captions[`column:${name}`] === text)
  const isForeign = element => element?.closest(foreign) || isDatum(element)
  // What can be filled in or pressed in a cell is named by Studio.
  const isDatum = element => {
    const cell = element?.closest('td')
    return cell && !element.closest('.mud-input-control, button, .mud-popover') && !isTold(cell)
  }
  const isTold = cell => {
    // Studio may have taken it away again by now.
    const { tHead, rows } = cell.closest('table') ?? {}, row = cell.parentElement
    if (!rows) return false
    if (tHead) return names(tHead.rows[0].cells[cell.cellIndex]?.textContent.trim(), told)
    const labels = [...rows].map(({ cells }) => cells[0]?.textContent.trim())
    return labels.some(label => names(label, own)) && (cell.cellIndex === 0 || names(labels[row.rowIndex], told) || labels.some(label => names(label, [moment])))
  }
  const attribute = (element, name) => {
    const caption = element.getAttribute(name)?.trim(), done = written.get(element)?.[name]
    const found = caption !== done && find(caption, !isDatum(element))
    if (!found) return
    written.set(element, { ...written.get(element), [name]: found })
    element.setAttribute(name, found)
  }
  const all = start => {
    if (start.nodeType === Node.TEXT_NODE) {
      text(start)
      return
    }
    if (start.nodeType !== Node.ELEMENT_NODE) return
    for (const name of attributes) {
      if (start.hasAttribute(name)) attribute(start, name)
      for (const element of start.querySelectorAll(`[${name}]`)) attribute(element, name)
    }
    const texts = document.createTreeWalker(start, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) text(texts.currentNode)
  }
  // A closed list shows its choice in a field that nobody can type in.
  const choices = () => {
    for (const field of root.querySelectorAll('.mud-select input[readonly], .mud-select-extended input[readonly]')) {
      const found = written.get(field)?.value !== field.value && find(field.value)
      if (!found) continue
      written.set(field, { ...written.get(field), value: found })
      field.value = found
    }
  }
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach(all)
      else if (change.type === 'characterData') all(change.target)
      else attribute(change.target, change.attributeName)
    }
    choices()
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: attributes })
  all(root)
}

// Exact captions first; a caption with places ({0}) matches any text in them and keeps it.
export function dictionary(captions) {
  const exact = new Map(), patterns = []
  for (const [english, polish] of Object.entries(captions)) {
    if (!english.includes('{0}')) exact.set(english, polish)
    else patterns.push([new RegExp(`^${english.split(/\{\d\}/).map(literal).join('(.+)')}$`), polish])
  }
  const find = (caption, isWhole = true) => {
    if (!caption) return undefined
    const known = exact.get(caption)
    if (known || caption.length > 500) return known
    for (const [pattern, polish] of patterns) {
      const places = pattern.exec(caption)
      if (places) return polish.replace(/\{(\d)\}/g, (_, place) => (isWhole && find(places[+place + 1])) || places[+place + 1])
    }
    return undefined
  }
  return find
}

export function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
