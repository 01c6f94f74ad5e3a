// The canvas without a mouse. Its steps are one stop of Tab: the arrow keys go from step to step, a step says where it leads, and
// Enter opens what can be done with it (Studio/_Steps.cshtml). A kind of step in the palette is added by Enter after the step chosen.
import { designer, graphs, load } from './studio-graph.js'
import { wordsOf } from './studio-outcomes.js'

const dialog = document.getElementById('steps'), texts = document.getElementById('steps-texts').dataset
const outcome = document.getElementById('steps-outcome'), target = document.getElementById('steps-target'), list = document.getElementById('steps-connections')

let root

// What is opened inside a step comes later; then the focus goes there.
let left

export function attend(studio) {
  root = studio
  let due = false
  new MutationObserver(() => {
    if (due || !root.querySelector('.graph-container')) return
    due = true
    setTimeout(() => {
      due = false
      look().catch(console.error)
    }, 100)
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ['activity-json'] })
  root.addEventListener('keydown', press, true)
  root.addEventListener('focusin', ({ target: step }) => step.matches('.x6-node') && come(step))
  root.addEventListener('click', ({ target, detail }) => {
    if (detail === 0 && target.closest('.mud-breadcrumb-item')) left = root.querySelector('.graph-container')?.id
  })
  window.addEventListener('pagehide', settle)
  dialog?.addEventListener('click', choose)
  dialog?.querySelector('form').addEventListener('submit', join)
}

async function look() {
  await load()
  for (const canvas of root.querySelectorAll('.graph-container')) {
    if (!graphs[canvas.id]) continue
    // Screen readers leave the arrow keys to what is an application.
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', texts.canvas)
    canvas.setAttribute('aria-describedby', 'steps-help')
    const steps = inOrder(canvas)
    for (const step of steps) {
      step.setAttribute('role', 'group')
      step.setAttribute('aria-roledescription', texts.step)
      step.setAttribute('aria-label', describe(step))
      if (!step.hasAttribute('tabindex')) step.setAttribute('tabindex', -1)
    }
    if (steps.length > 0 && !steps.some(step => step.tabIndex === 0)) steps[0].setAttribute('tabindex', 0)
    enter(canvas, steps)
    begin(canvas, steps)
  }
}

const begun = new WeakSet()

// Studio shows the middle of what is drawn; people begin at the first step, and in a case where it stands.
function begin(canvas, steps) {
  if (begun.has(canvas)) return
  const step = dialog ? steps.find(step => !graphOf(step).getIncomingEdges(cellOf(step))) ?? steps[0] : steps.find(step => step.querySelector('.mud-theme-error, .mud-theme-warning'))
  if (!step) return
  begun.add(canvas)
  graphOf(step).centerCell(cellOf(step))
}

const go = step => step?.focus({ preventScroll: true })

function enter(canvas, steps) {
  if (!left || canvas.id === left || root.querySelector('.mud-dialog')) return
  left = undefined
  if (steps.length > 0) go(steps[0])
  else palette().focus()
}

const palette = () => root.querySelector('.rz-splitter-pane input')
const bindingOf = step => graphs[step.closest('.graph-container').id]
const graphOf = step => bindingOf(step).graph
const isSequence = step => bindingOf(step).mode === 'sequence'
// An old version, and one that somebody else has in hand, Studio draws without letting its steps be moved.
const canEdit = graph => dialog !== null && graph.options.interacting.nodeMovable()
const cellOf = step => graphOf(step).getCellById(step.dataset.cellId)
const stepOf = cell => root.querySelector(`.x6-node[data-cell-id="${CSS.escape(cell.id)}"]`)
const nameOf = step => step.querySelector('.activity-label')?.textContent.trim() ?? step.dataset.cellId
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place])

// What stands nearly at the same height is read as one row.
const row = ({ at }) => Math.round(at.y / 40)

function inOrder(canvas) {
  const { graph } = graphs[canvas.id], at = step => graph.getCellById(step.dataset.cellId).position()
  return [...canvas.querySelectorAll('.x6-node')].filter(step => graph.getCellById(step.dataset.cellId))
    .map(step => ({ step, at: at(step) })).sort((one, other) => row(one) - row(other) || one.at.x - other.at.x).map(({ step }) => step)
}

function describe(step) {
  const kind = step.querySelector('.activity-type')?.textContent.trim()
  const ways = connections(step).map(way => leads(step, way))
  const marks = [...step.querySelectorAll('.mud-badge')].map(mark => markOf(mark)).filter(Boolean)
  return [...new Set([nameOf(step), kind])].concat(marks, ways.length > 0 ? ways : texts.ends).join('. ')
}

// What follows in a sequence has no way of its own.
const leads = (step, { words, to }) => isSequence(step) ? fill(texts.next, nameOf(to)) : fill(texts.leads, words, nameOf(to))

// How often a step has run in the case that is shown; a wait or an error has another colour.
function markOf(mark) {
  const kind = ['error', 'warning', 'success'].find(colour => mark.classList.contains(`mud-theme-${colour}`))
  return kind && mark.textContent.trim() && fill(texts[kind], mark.textContent.trim())
}

function connections(step) {
  const graph = graphOf(step)
  return (graph.getOutgoingEdges(cellOf(step)) ?? []).filter(edge => edge.getTargetCell())
    .map(edge => ({ edge, words: outcomeOf(step, edge.getSourcePortId()), to: stepOf(edge.getTargetCell()) })).filter(({ to }) => to)
}

function outcomes(step) {
  return cellOf(step).getPortsByGroup('out').map(({ id }) => ({ id, words: outcomeOf(step, id) }))
}

// As it stands on the canvas, in the reader's language.
function outcomeOf(step, port) {
  const body = [...step.querySelectorAll('.x6-port-body')].find(part => part.getAttribute('port') === port)
  return wordsOf(body?.closest('.x6-port')) || port
}

function come(step) {
  for (const other of step.closest('.graph-container').querySelectorAll('.x6-node[tabindex="0"]')) other.setAttribute('tabindex', -1)
  step.setAttribute('tabindex', 0)
  // Under a mouse nothing may move.
  if (!step.matches(':focus-visible')) return
  const shown = step.closest('.graph-container').getBoundingClientRect(), box = step.getBoundingClientRect()
  if (box.left < shown.left || box.right > shown.right || box.top < shown.top || box.bottom > shown.bottom) graphOf(step).centerCell(cellOf(step))
}

const neighbours = {
  ArrowRight: step => connections(step)[0]?.to,
  ArrowLeft: step => stepOf(graphOf(step).getIncomingEdges(cellOf(step))?.map(edge => edge.getSourceCell()).find(Boolean) ?? cellOf(step)),
  ArrowDown: (step, steps) => steps[steps.indexOf(step) + 1],
  ArrowUp: (step, steps) => steps[steps.indexOf(step) - 1],
  Home: (_, steps) => steps[0],
  End: (_, steps) => steps.at(-1),
}
const directions = { ArrowRight: [20, 0], ArrowLeft: [-20, 0], ArrowDown: [0, 20], ArrowUp: [0, -20] }

function press(event) {
  const { target: at, key } = event, isPressed = key === 'Enter' || key === ' '
  if (isPressed && at.matches('[draggable=true]')) return handle(event, () => add(at))
  if (dialog && key === 'Enter' && at === palette()) return handle(event, findKind)
  // After a click Studio gives the focus to the whole canvas.
  if (at.matches('.graph-container') && neighbours[key]) return handle(event, () => go(at.querySelector('.x6-node-selected') ?? at.querySelector('.x6-node[tabindex="0"]')))
  if (!at.matches('.x6-node')) return
  const mayEdit = canEdit(graphOf(at)), hasModifier = event.ctrlKey || event.metaKey
  if (event.shiftKey && directions[key]) return handle(event, () => mayEdit && move(at, key))
  if (neighbours[key] && !hasModifier && !event.altKey) return handle(event, () => go(neighbours[key](at, inOrder(at.closest('.graph-container')))))
  if (isPressed) return handle(event, () => open(at))
  // What Studio's own keys do they do with what is selected.
  if (hasModifier && 'cxCX'.includes(key)) pick(at)
  if (key === 'Delete') handle(event, () => mayEdit && remove(at))
}

function handle(event, act) {
  event.preventDefault()
  event.stopPropagation()
  Promise.resolve(act()).catch(console.error)
}

function pick(step) {
  const graph = graphOf(step), cell = cellOf(step)
  if (!graph.isSelected(cell)) graph.resetSelection(cell)
}

// An open dialog keeps what stands outside of it from being read.
function say(text, ...values) {
  const status = document.getElementById(dialog?.open ? 'steps-told' : 'steps-status')
  status.textContent = ''
  requestAnimationFrame(() => { status.textContent = fill(text, ...values) })
}

let moving

// Saved when the step has stayed for a moment, not at each press.
function move(step, key) {
  const graph = graphOf(step)
  if (isSequence(step)) {
    pick(step)
    return designer.moveSelectedX6SequenceNode(bindingOf(step).graphId, key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1)
  }
  const cell = cellOf(step)
  cell.translate(...directions[key])
  come(step)
  clearTimeout(moving?.timer)
  moving = { save: () => graph.trigger('node:moved', { node: cell, cell }), timer: setTimeout(settle, 400) }
}

function settle() {
  clearTimeout(moving?.timer)
  moving?.save()
  moving = undefined
}

// All that are selected, where the step is one of them.
function remove(step) {
  const graph = graphOf(step), canvas = step.closest('.graph-container')
  pick(step)
  const cells = graph.getSelectedCells(), gone = cells.map(cell => cell.id)
  const steps = inOrder(canvas), stays = other => !gone.includes(other.dataset.cellId)
  const before = neighbours.ArrowLeft(step), at = steps.indexOf(step)
  const next = stays(before) ? before : steps.slice(at).find(stays) ?? steps.slice(0, at).findLast(stays) ?? canvas
  say(texts.removed, gone.filter(id => graph.getCellById(id).isNode()).map(id => nameOf(stepOf({ id }))).join(', '))
  // The lines of a sequence are drawn by Studio.
  graph.removeCells(isSequence(step) ? cells.filter(cell => cell.isNode()) : cells)
  go(next)
}

let opened

function open(step) {
  pick(step)
  if (!canEdit(graphOf(step))) return
  opened = step
  document.getElementById('steps-told').textContent = ''
  document.getElementById('steps-title').textContent = nameOf(step)
  const inside = document.getElementById('steps-inside')
  inside.replaceChildren(...[...step.querySelectorAll('.embedded-port')].map(port => button(fill(texts.inside, port.textContent.trim()), 'inside', port.dataset.portName)))
  // One without such places opens as a whole.
  if (inside.children.length === 0 && Array.isArray(cellOf(step).data.activities)) inside.append(button(fill(texts.inside, nameOf(step)), 'inside', ''))
  drawConnections()
  dialog.showModal()
}

function button(words, act, about) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'govuk-button govuk-button--secondary'
  made.textContent = words
  made.dataset.act = act
  made.dataset.about = about
  return made
}

function drawConnections() {
  document.getElementById('steps-ways').hidden = isSequence(opened)
  list.replaceChildren(...connections(opened).map(({ edge, words, to }) => {
    const item = document.createElement('li'), text = document.createElement('span')
    text.textContent = leads(opened, { words, to })
    const end = button(texts.disconnect, 'disconnect', edge.id)
    end.setAttribute('aria-label', `${texts.disconnect}: ${text.textContent}`)
    item.append(text, ' ', end)
    return item
  }))
  document.getElementById('steps-none').hidden = list.children.length > 0
  const chosen = [outcome.value, target.value]
  outcome.replaceChildren(...outcomes(opened).map(({ id, words }) => new Option(words, id)))
  target.replaceChildren(...inOrder(opened.closest('.graph-container')).filter(step => step !== opened).map(step => new Option(nameOf(step), step.dataset.cellId)))
  for (const [field, value] of [[outcome, chosen[0]], [target, chosen[1]]]) {
    if ([...field.options].some(option => option.value === value)) field.value = value
  }
  document.getElementById('steps-connect').hidden = outcome.options.length === 0 || target.options.length === 0
}

const acts = {
  properties: () => {
    dialog.close()
    properties(opened)?.focus()
  },
  add: () => {
    dialog.close()
    palette().focus()
    say(texts.choose, nameOf(opened))
  },
  inside: about => {
    const { interop } = bindingOf(opened), { data } = cellOf(opened)
    settle()
    dialog.close()
    left = opened.closest('.graph-container').id
    return about ? interop.raiseActivityEmbeddedPortSelected(data, about) : interop.raiseActivityDoubleClick(data)
  },
  remove: () => {
    dialog.close()
    remove(opened)
  },
  disconnect: about => {
    graphOf(opened).getCellById(about).remove()
    drawConnections()
    say(texts.disconnected)
    outcome.focus()
  },
  close: () => dialog.close(),
}

function choose(event) {
  const pressed = event.target.closest('[data-act]')
  if (pressed) Promise.resolve(acts[pressed.dataset.act](pressed.dataset.about)).catch(console.error)
}

// Below the canvas, on the tab that is open.
function properties(step) {
  const panes = step.closest('.rz-splitter-pane').parentElement.querySelectorAll(':scope > .rz-splitter-pane')
  return [...panes].at(-1).querySelector('[role=tab][tabindex="0"]')
}

function join(event) {
  event.preventDefault()
  const graph = graphOf(opened), to = graph.getCellById(target.value)
  if (connections(opened).some(({ edge, to: there }) => edge.getSourcePortId() === outcome.value && there.dataset.cellId === target.value)) return say(texts.already)
  connect(graph, cellOf(opened), outcome.value, to)
  say(texts.connected, outcome.selectedOptions[0].text, target.selectedOptions[0].text)
  drawConnections()
}

// As the mouse leaves it behind.
function connect(graph, from, port, to) {
  const edge = graph.addEdge({ shape: 'elsa-edge', source: { cell: from.id, port }, target: { cell: to.id, port: 'In' }, zIndex: -1 })
  graph.trigger('edge:connected', { edge, cell: edge })
}

// From the palette's search: the first category with what was found opens, as only one can be open, and its first kind has the focus.
async function findKind() {
  const category = root.querySelector('.mud-expand-panel-header')
  if (category?.getAttribute('aria-expanded') === 'false') category.click()
  for (let looks = 0; looks < 20; looks++) {
    const kind = [...root.querySelectorAll('[draggable=true][tabindex]')].find(found => found.checkVisibility({ visibilityProperty: true }))
    if (kind) return kind.focus()
    await new Promise(done => setTimeout(done, 100))
  }
  say(texts.notFound)
}

async function add(kind) {
  await load()
  const canvas = root.querySelector('.graph-container'), binding = graphs[canvas?.id]
  if (!binding || !canEdit(binding.graph)) return
  const { graph } = binding, isInOrder = binding.mode === 'sequence'
  const after = graph.getSelectedCells().find(cell => cell.isNode())
  const cell = await drop(kind, canvas, graph, freeSpot(graph, after, isInOrder))
  const step = cell && await drawn(cell)
  if (!step) return say(texts.notAdded)
  const isJoined = after && (isInOrder || follow(graph, after, cell))
  graph.resetSelection(cell)
  step.setAttribute('tabindex', -1)
  go(step)
  say(isJoined ? texts.added : isInOrder ? texts.addedLast : texts.addedAlone, nameOf(step), after && nameOf(stepOf(after)))
}

// Between a step and its only next one; otherwise on the first way that leads nowhere yet.
function follow(graph, after, cell) {
  const ways = after.getPortsByGroup('out').map(({ id }) => id), edges = graph.getOutgoingEdges(after) ?? []
  const [onward] = cell.getPortsByGroup('out'), free = ways.find(way => !edges.some(edge => edge.getSourcePortId() === way))
  const next = ways.length === 1 && edges.length === 1 && onward && edges[0].getTargetCell()
  if (!next && !free) return false
  // Undone as one.
  graph.batchUpdate(() => {
    if (next) {
      edges[0].remove()
      connect(graph, cell, onward.id, next)
    }
    connect(graph, after, free ?? ways[0], cell)
  })
  return true
}

// In a sequence the place says what comes after what.
function freeSpot(graph, after, isInOrder) {
  const boxes = graph.getNodes().map(node => node.getBBox()), width = 230, height = 70
  const at = after ? { x: after.getBBox().right + 190, y: after.getBBox().y } : { x: 0, y: Math.max(0, ...boxes.map(box => box.bottom + 40)) }
  if (isInOrder) return after ? { x: after.getBBox().x + 10, y: after.getBBox().y + 10 } : at
  while (boxes.some(box => box.x < at.x + width && at.x < box.right && box.y < at.y + height && at.y < box.bottom)) at.y += height
  return at
}

// Studio adds what is dragged from its palette; so it is dragged.
function drop(kind, canvas, graph, spot) {
  return new Promise(done => {
    const end = cell => {
      clearTimeout(late)
      graph.off('node:added', seen)
      done(cell)
    }
    const seen = ({ node }) => end(node), late = setTimeout(end, 10_000)
    graph.on('node:added', seen)
    const { x, y } = graph.localToPage(spot), dataTransfer = new DataTransfer()
    const fire = (part, type) => part.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer, clientX: x, clientY: y }))
    fire(kind, 'dragstart')
    fire(canvas, 'dragover')
    fire(canvas, 'drop')
    fire(kind, 'dragend')
  })
}

async function drawn(cell) {
  for (let looks = 0; looks < 100; looks++) {
    const step = stepOf(cell)
    if (step?.querySelector('.activity-label')) return step
    await new Promise(requestAnimationFrame)
  }
}
