// Copies styles and scripts of npm packages to wwwroot/assets, without the typeface and the crest that only the
// British government may use. Run by the build (see Host.csproj).
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const packages = 'node_modules', target = 'wwwroot/assets'
const systemFont = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'

function style(from, name) {
  const css = readFileSync(`${packages}/${from}`, 'utf8')
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/[^{};]*\{[^{}]*govuk-crest[^{}]*\}/g, '')
    .replace(/"?GDS Transport"?,\s*arial,\s*sans-serif/gi, systemFont)
    .replace(/\/\*# sourceMappingURL=.*?\*\//, '')
  if (/GDS Transport|govuk-crest/i.test(css)) throw new Error(`${from} still names the typeface or the crest`)
  writeFileSync(`${target}/${name}`, css)
}

function script(from, name) {
  writeFileSync(`${target}/${name}`, readFileSync(`${packages}/${from}`, 'utf8').replace(/\/\/# sourceMappingURL=.*/, ''))
}

mkdirSync(`${target}/images`, { recursive: true })
style('govuk-frontend/dist/govuk/govuk-frontend.min.css', 'govuk-frontend.min.css')
style('@ministryofjustice/frontend/moj/moj-frontend.min.css', 'moj-frontend.min.css')
script('govuk-frontend/dist/govuk/govuk-frontend.min.js', 'govuk-frontend.min.js')
script('@ministryofjustice/frontend/moj/moj-frontend.min.js', 'moj-frontend.min.js')
script('htmx.org/dist/htmx.min.js', 'htmx.min.js')
cpSync(`${packages}/@ministryofjustice/frontend/moj/assets/images`, `${target}/images`, { recursive: true, filter: name => !/crown/.test(name) })
writeFileSync(`${target}/.made`, '')
