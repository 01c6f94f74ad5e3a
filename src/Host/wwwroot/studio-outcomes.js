// What the ways out of a step are called on the canvas: by the label that the step itself gives to an outcome; what its kind of step
// has by itself, in the language of the page; any other as people named it. Studio knows only the names.
import { literal } from './studio-captions.js'

// What fits between two steps; the whole stands behind it as a title.
const longest = 22

export function labelOutcomes(root, captions) {
  const drawn = new WeakMap()
  const draw = step => {
    const json = step.querySelector('[activity-json]')?.getAttribute('activity-json')
    if (!json) return
    const activity = JSON.parse(json), labels = labelsOf(activity)
    for (const port of step.querySelectorAll('.x6-port')) {
      const name = port.querySelector('.x6-port-body')?.getAttribute('port'), text = port.querySelector('.x6-port-label tspan')?.firstChild
      if (!name || !text) continue
      const before = drawn.get(text), studio = before?.shown === text.data ? before.studio : text.data
      const words = labels[name] || ownOf(activity.type, studio.trim(), json, captions) || studio.trim()
      const shown = words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words
      drawn.set(text, { shown, studio })
      if (text.data !== shown) text.data = shown
      entitle(port.querySelector('.x6-port-label'), words === shown ? '' : words)
    }
  }
  const all = start => {
    const step = start.closest('.x6-node')
    if (step) draw(step)
    else start.querySelectorAll('.x6-node').forEach(draw)
  }
  const changed = ({ target }) => target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement
  new MutationObserver(changes => new Set(changes.map(changed)).forEach(place => place && all(place)))
    .observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ['activity-json'] })
  all(root)
}

// What stands on the canvas, whole.
export function wordsOf(port) {
  const label = port?.querySelector('.x6-port-label')
  return (label?.querySelector('title') ?? label)?.textContent.trim()
}

// Labels that are computed when the step runs, and half-typed ones, are none here. Studio's editor of the labels wraps each of them.
function labelsOf({ outcomeLabels }) {
  const { type, value } = outcomeLabels?.expression ?? {}
  if (!['Object', 'Json', 'JSON', 'Literal'].includes(type)) return {}
  const labels = read(value)
  if (!labels || typeof labels !== 'object' || Array.isArray(labels)) return {}
  const words = Object.entries(labels).map(([outcome, label]) => [outcome, label && typeof label === 'object' ? label.value : label])
  return Object.fromEntries(words.filter(([, label]) => typeof label === 'string' && label.trim()))
}

function read(value) {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

// The same word in the step's own settings is a name that people gave.
function ownOf(type, caption, json, captions) {
  const isNamed = new RegExp(`"${literal(caption)}\\\\*"`).test(json)
  return isNamed ? undefined : captions[`port:${type}.${caption}`]
}

function entitle(label, words) {
  let title = label.querySelector('title')
  if (!words) return title?.remove()
  if (!title) label.prepend(title = document.createElementNS('http://www.w3.org/2000/svg', 'title'))
  if (title.textContent !== words) title.textContent = words
}
