// One person at a time changes a procedure: asks for the lease, keeps it while the page is open, says who has it otherwise.
import { tab } from './studio-server.js'

const renewal = 30_000

// The lease is a person's: while another tab of theirs shows the procedure, a tab that closes leaves it. A tab that died without
// saying so counts for as long as the lease would have held.
const held = 120_000

export async function acquire(address) {
  const { mine, by } = await ask(address, 'POST')
  if (!mine) {
    say('text', by)
    return false
  }
  signIn(address)
  renewLater(address)
  window.addEventListener('pagehide', () => {
    clearTimeout(timer)
    if (isLast(address)) ask(address, 'DELETE')
  })
  return true
}

let timer

// One at a time: it is asked until there is an answer.
function renewLater(address) {
  timer = setTimeout(async () => {
    const { mine, by } = await ask(address, 'POST').catch(() => ({ mine: true }))
    if (!mine) return say('lost', by)
    signIn(address)
    renewLater(address)
  }, renewal)
}

function tabs(address) {
  return JSON.parse(localStorage.getItem(address) ?? '{}')
}

function signIn(address) {
  localStorage.setItem(address, JSON.stringify({ ...tabs(address), [tab]: Date.now() }))
}

// Strikes this tab off, and tells whether no other one is left.
function isLast(address) {
  const others = Object.entries(tabs(address)).filter(([other, seen]) => other !== tab && Date.now() - seen < held)
  localStorage.setItem(address, JSON.stringify(Object.fromEntries(others)))
  return others.length === 0
}

async function ask(address, method) {
  const answer = await fetch(address, { method, keepalive: method === 'DELETE' })
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status}`)
  return answer.status === 204 ? {} : answer.json()
}

function say(kind, by) {
  const banner = document.getElementById('studio-lease'), heading = banner.querySelector('[data-text]')
  heading.textContent = heading.dataset[kind].replace('{0}', by)
  banner.hidden = false
}
