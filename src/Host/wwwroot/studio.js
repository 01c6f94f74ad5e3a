// Starts Elsa Studio on a page that holds one of its elements (Studio/_Element.cshtml).
import { assist } from './studio-access.js'
import { translate } from './studio-captions.js'
import { translateMarks } from './studio-code.js'
import { labelOutcomes } from './studio-outcomes.js'
import { propose } from './studio-proposals.js'
import { watch } from './studio-refusals.js'
import { attend } from './studio-server.js'

const place = document.getElementById('studio')
const { element: tag, label, culture, captions, lease, definitionAddress } = place.dataset
const loading = document.getElementById('studio-loading'), failed = document.getElementById('studio-failed')

const findings = document.getElementById('findings') && await import('./studio-findings.js')
const viewer = tag === 'elsa-workflow-instance-viewer' ? await import('./studio-viewer.js') : undefined
const keyboard = document.getElementById('steps-help') && await import('./studio-keyboard.js')

// What Studio keeps of its height for a bar of its own is what our page has around the element.
function leaveRoom() {
  const around = place.getBoundingClientRect().top + window.scrollY + (findings?.height() ?? 0)
  document.documentElement.style.setProperty('--mud-appbar-height', `${Math.round(Math.min(around, Math.max(0, window.innerHeight - 480)))}px`)
}

function fail(error) {
  loading.hidden = true
  failed.hidden = false
  throw error
}

async function start() {
  loading.hidden = false
  leaveRoom()
  window.addEventListener('resize', leaveRoom)
  localStorage.setItem('BlazorCulture', culture)
  showProgress()
  const texts = captions && fetch(captions).then(answer => answer.json())
  const mine = !lease || await import('./studio-lease.js').then(({ acquire }) => acquire(lease))
  place.dataset.mine = mine
  attend(place)
  findings?.watch()
  viewer?.watch(place, document.querySelector('.ops-studio-heading__procedure').textContent)
  watch(place)
  lead()
  await Blazor.start({ loadBootResource: resource })
  labelOutcomes(place, await texts ?? {})
  if (texts) {
    translate(place.parentElement, await texts)
    propose(place, await texts)
    translateMarks(await texts)
  }
  assist(place)
  keyboard?.attend(place)
  await customElements.whenDefined(tag)
  show()
}

// The panes of Studio's library ask for the focus in words of JavaScript, which our policy refuses to run.
const run = window.eval
window.eval = words => {
  const id = /^setTimeout\(function\(\)\s*\{\s*document\.getElementById\('([\w-]+)'\)\.focus\(\);?\s*\},\s*200\)$/.exec(words)?.[1]
  return id ? setTimeout(() => document.getElementById(id)?.focus(), 200) : run(words)
}

// Studio's settings come with its attributes; a file of settings would be one for all installations.
function resource(type, name) {
  return type === 'configuration' && name.endsWith('appsettings.json') ? Promise.resolve(new Response('{}')) : undefined
}

function showProgress() {
  const bar = loading.querySelector('progress')
  new MutationObserver(() => {
    const percent = parseFloat(document.documentElement.style.getPropertyValue('--blazor-load-percentage'))
    if (percent) bar.value = percent
  }).observe(document.documentElement, { attributeFilter: ['style'] })
}

const edit = id => location.assign(addressOf('definitions', encodeURIComponent(id)))
const view = id => location.assign(addressOf('instances', encodeURIComponent(id)))
const addressOf = (kind, id) => kind === 'definitions' ? definitionAddress.replace('{id}', id) : `/cases/${id}/diagram`

// Studio's links, and where it goes after "Save As" and "Run", are addresses of its own host.
function lead() {
  const ours = address => {
    const [, kind, id] = /\/workflows\/(definitions|instances)\/([^/]+)\/(?:edit|view)$/.exec(address) ?? []
    return kind && addressOf(kind, id)
  }
  const push = history.pushState
  history.pushState = function (...where) {
    const address = ours(where[2])
    if (address) location.assign(address)
    else push.apply(this, where)
  }
  for (const way of ['click', 'auxclick', 'contextmenu']) {
    place.addEventListener(way, ({ target }) => {
      const link = target.closest('a[href]')
      if (link) link.href = ours(link.href) ?? link.href
    }, true)
  }
}

function show() {
  const element = document.createElement(tag)
  element.setAttribute('remote-endpoint', `${location.origin}/elsa/api`)
  element.setAttribute('aria-label', label)
  for (const { dataset } of place.querySelectorAll('[data-attribute]')) element.setAttribute(dataset.attribute, dataset.value)
  element.editWorkflowDefinition = edit
  element.viewWorkflowInstance = view
  loading.hidden = true
  place.append(element)
  leaveRoom()
}

start().catch(fail)
