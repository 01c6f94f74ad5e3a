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

// "Fill in today's date" beside the three inputs of a date.
for (const button of document.querySelectorAll('[data-fill-date]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const { fillDate, day, month, year } = button.dataset
    const inputs = document.getElementById(fillDate).closest('.ops-date').querySelectorAll('input')
    ;[inputs[0].value, inputs[1].value, inputs[2].value] = [day, month, year]
    inputs[0].focus()
  })
}

// "Choose all" above a list of checkboxes.
for (const button of document.querySelectorAll('[data-check-all]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const boxes = [...button.form.querySelectorAll(`input[type=checkbox][name="${button.dataset.checkAll}"]`)]
    const check = boxes.some(box => !box.checked)
    for (const box of boxes) box.checked = check
  })
}

// While office time moves on nothing else can be asked for.
for (const form of document.querySelectorAll('.ops-clock__form')) {
  form.addEventListener('submit', () => form.setAttribute('aria-busy', 'true'))
}
