// The canvas without a mouse. Its steps are one stop of Tab: the arrow keys go from step to step, a step says where it leads, and
// Enter opens what can be done with it (Studio/_Steps.cshtml). A kind of step in the palette is added by Enter after the step chosen.
const dialog = document.getElementById('steps'), help = document.getElementById('steps-help'), status = document.getElementById('steps-status'), texts = document.getElementById('steps-texts').dataset
const outcome = document.getElementById('steps-outcome'), target = document.getElementById('steps-target'), list = document.getElementById('steps-connections')

let graphs
let root, mayEdit

export function attend(studio, canEdit) {
  root = studio
  mayEdit = canEdit && dialog !== null
  let due = false
  new MutationObserver(() => {
    if (due || !root.querySelector('.x6-node')) return
    due = true
    setTimeout(() => {
      due = false
      look().catch(console.error)
    }, 100)
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ['activity-json'] })
  root.addEventListener('keydown', press, true)
  root.addEventListener('focusin', ({ target: step }) => {
    const isStep = step.matches('.x6-node')
    if (isStep) come(step)
    help.classList.toggle('ops-steps__help--shown', isStep && step.matches(':focus-visible'))
  })
  root.addEventListener('focusout', ({ relatedTarget }) => relatedTarget?.matches('.x6-node') || help.classList.remove('ops-steps__help--shown'))
  dialog?.addEventListener('click', choose)
  dialog?.querySelector('form').addEventListener('submit', join)
}

// The module through which Studio draws; it is the same one for whoever asks for the same address.
async function look() {
  graphs ??= (await import('/_content/Elsa.Studio.Workflows.Designer/designer.entry.js')).graphBindings
  for (const canvas of root.querySelectorAll('.graph-container')) {
    const graph = graphs[canvas.id]?.graph, steps = graph ? inOrder(canvas) : []
    for (const step of steps) {
      step.setAttribute('role', 'group')
      step.setAttribute('aria-roledescription', texts.step)
      step.setAttribute('aria-label', describe(step))
      step.setAttribute('aria-describedby', 'steps-help')
      if (!step.hasAttribute('tabindex')) step.setAttribute('tabindex', -1)
    }
    if (steps.length > 0 && !steps.some(step => step.tabIndex === 0)) steps[0].setAttribute('tabindex', 0)
  }
}

const graphOf = step => graphs[step.closest('.graph-container').id].graph
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
  const ways = connections(step).map(({ words, to }) => fill(texts.leads, words, nameOf(to)))
  const marks = [...step.querySelectorAll('.mud-badge')].map(mark => markOf(mark)).filter(Boolean)
  return [...new Set([nameOf(step), kind])].concat(marks, ways.length > 0 ? ways : texts.ends).join('. ')
}

// How often a step has run in the case that is shown; a wait or an error has another colour.
function markOf(mark) {
  const kind = ['error', 'warning', 'success'].find(colour => mark.classList.contains(`mud-theme-${colour}`))
  return kind && mark.textContent.trim() && fill(texts[kind], mark.textContent.trim())
}

function connections(step) {
  const graph = graphOf(step)
  return (graph.getOutgoingEdges(cellOf(step)) ?? []).filter(edge => edge.getTargetCell())
    .map(edge => ({ edge, words: wordsOf(step, edge.getSourcePortId()), to: stepOf(edge.getTargetCell()) })).filter(({ to }) => to)
}

function outcomes(step) {
  return cellOf(step).getPortsByGroup('out').map(({ id }) => ({ id, words: wordsOf(step, id) }))
}

// As it stands on the canvas, in the reader's language.
function wordsOf(step, port) {
  const body = [...step.querySelectorAll('.x6-port-body')].find(part => part.getAttribute('port') === port)
  return body?.closest('.x6-port')?.querySelector('.x6-port-label')?.textContent.trim() || port
}

function come(step) {
  for (const other of step.closest('.graph-container').querySelectorAll('.x6-node[tabindex="0"]')) other.setAttribute('tabindex', -1)
  step.setAttribute('tabindex', 0)
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
  const at = event.target
  if (mayEdit && event.key === 'Enter' && at.matches('[draggable=true]')) return handle(event, () => add(at))
  if (!at.matches('.x6-node')) return
  if (event.shiftKey && directions[event.key]) return handle(event, () => mayEdit && move(at, directions[event.key]))
  if (neighbours[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) return handle(event, () => neighbours[event.key](at, inOrder(at.closest('.graph-container')))?.focus())
  if (event.key === 'Enter' || event.key === ' ') return handle(event, () => open(at))
  // What Studio's own keys do, as copying, they do with what is selected.
  if (event.key === 'Delete' || event.ctrlKey || event.metaKey) pick(at)
  if (mayEdit && event.key === 'Delete') handle(event, () => remove(at))
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

function say(text, ...values) {
  status.textContent = ''
  requestAnimationFrame(() => { status.textContent = fill(text, ...values) })
}

let moved

// Saved when the step has stayed for a moment, not at each press.
function move(step, [across, down]) {
  const cell = cellOf(step), graph = graphOf(step)
  cell.translate(across, down)
  come(step)
  clearTimeout(moved)
  moved = setTimeout(() => graph.trigger('node:moved', { node: cell, cell }), 400)
}

function remove(step) {
  const steps = inOrder(step.closest('.graph-container')), next = neighbours.ArrowLeft(step)
  const left = next !== step ? next : steps[steps.indexOf(step) + 1] ?? steps[steps.indexOf(step) - 1]
  say(texts.removed, nameOf(step))
  graphOf(step).removeCells([cellOf(step)])
  left?.focus()
}

let opened

function open(step) {
  pick(step)
  if (!mayEdit) return
  opened = step
  document.getElementById('steps-title').textContent = nameOf(step)
  const inside = document.getElementById('steps-inside')
  inside.replaceChildren(...[...step.querySelectorAll('.embedded-port')].map(port => button(fill(texts.inside, port.textContent.trim()), 'inside', port.dataset.portName)))
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
  list.replaceChildren(...connections(opened).map(({ edge, words, to }) => {
    const item = document.createElement('li'), text = document.createElement('span')
    text.textContent = fill(texts.leads, words, nameOf(to))
    const end = button(texts.disconnect, 'disconnect', edge.id)
    end.setAttribute('aria-label', `${texts.disconnect}: ${text.textContent}`)
    item.append(text, ' ', end)
    return item
  }))
  document.getElementById('steps-none').hidden = list.children.length > 0
  outcome.replaceChildren(...outcomes(opened).map(({ id, words }) => new Option(words, id)))
  target.replaceChildren(...inOrder(opened.closest('.graph-container')).filter(step => step !== opened).map(step => new Option(nameOf(step), step.dataset.cellId)))
  document.getElementById('steps-connect').hidden = outcome.options.length === 0 || target.options.length === 0
}

const acts = {
  properties: () => {
    dialog.close()
    properties(opened)?.focus()
  },
  add: () => {
    dialog.close()
    root.querySelector('.rz-splitter-pane input').focus()
    say(texts.choose, nameOf(opened))
  },
  inside: about => {
    const { interop } = graphs[opened.closest('.graph-container').id]
    dialog.close()
    return interop.raiseActivityEmbeddedPortSelected(cellOf(opened).data, about)
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

async function add(kind) {
  const canvas = root.querySelector('.graph-container'), { graph } = graphs?.[canvas?.id] ?? {}
  // An empty canvas has had no step to load the module for.
  if (!graph) {
    graphs = (await import('/_content/Elsa.Studio.Workflows.Designer/designer.entry.js')).graphBindings
    if (graphs[canvas?.id]) await add(kind)
    return
  }
  const after = graph.getSelectedCells().find(cell => cell.isNode())
  const cell = await drop(kind, canvas, graph, freeSpot(graph, after))
  if (!cell) return say(texts.notAdded)
  const isJoined = after && follow(graph, after, cell)
  const step = await drawn(cell)
  graph.resetSelection(cell)
  step.setAttribute('tabindex', -1)
  step.focus()
  say(isJoined ? texts.added : texts.addedAlone, nameOf(step), after && nameOf(stepOf(after)))
}

// Between a step and its only next one; otherwise on the first way that leads nowhere yet.
function follow(graph, after, cell) {
  const ways = after.getPortsByGroup('out').map(({ id }) => id), edges = graph.getOutgoingEdges(after) ?? []
  const [onward] = cell.getPortsByGroup('out')
  if (ways.length === 1 && edges.length === 1 && edges[0].getTargetCell()) {
    const next = edges[0].getTargetCell()
    edges[0].remove()
    if (onward) connect(graph, cell, onward.id, next)
    connect(graph, after, ways[0], cell)
    return true
  }
  const free = ways.find(way => !edges.some(edge => edge.getSourcePortId() === way))
  if (free) connect(graph, after, free, cell)
  return free !== undefined
}

function freeSpot(graph, after) {
  const boxes = graph.getNodes().map(node => node.getBBox()), width = 230, height = 70
  const at = after ? { x: after.getBBox().right + 80, y: after.getBBox().y } : { x: 0, y: Math.max(0, ...boxes.map(box => box.bottom + 40)) }
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
    const { x, y } = graph.localToClient(spot), dataTransfer = new DataTransfer()
    const fire = (part, type) => part.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer, clientX: x, clientY: y }))
    fire(kind, 'dragstart')
    fire(canvas, 'dragover')
    fire(canvas, 'drop')
    fire(kind, 'dragend')
  })
}

function drawn(cell) {
  return new Promise(done => {
    const look = () => {
      const step = stepOf(cell)
      if (step?.querySelector('.activity-label')) done(step)
      else requestAnimationFrame(look)
    }
    look()
  })
}
