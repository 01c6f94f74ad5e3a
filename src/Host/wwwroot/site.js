import { initAll as initGovuk } from './assets/govuk-frontend.min.js'
import { initAll as initMoj } from './assets/moj-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initGovuk()
initMoj()

// What htmx swaps in has components of its own.
document.addEventListener('htmx:after:swap', event => {
  const scope = event.target instanceof Element ? event.target : document.body
  initGovuk({ scope })
  initMoj({ scope })
})
