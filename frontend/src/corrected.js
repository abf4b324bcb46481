// An error at a field goes once its value is put right, and its line in the summary with it.

// A field is left by pressing a button, too: nothing moves under the pointer until it is up.
let pressed = false
for (const [name, is] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) document.addEventListener(name, () => { pressed = is }, true)
const still = (work) => pressed ? document.addEventListener("pointerup", () => setTimeout(work), { once: true }) : work()

const cleared = (field, name) => {
  field.classList.remove("error")
  for (const element of field.querySelectorAll("[aria-invalid]")) element.removeAttribute("aria-invalid")
  const help = field.querySelector("[data-help]")
  if (help) {
    help.textContent = help.dataset.help
    help.removeAttribute("data-help")
  }
  settled(name)
}

// Strikes a field's line out of the summary; the summary goes with the last.
export const settled = (name) => {
  const link = document.querySelector(`.summary a[href="#${CSS.escape(name)}"]`)
  if (!link) return
  const summary = link.closest(".summary")
  link.closest("li").classList.add("done")
  if (!summary.querySelector("li:not(.done)")) summary.remove()
}

// Of a box with search: what was typed matches nothing.
export const mark = (field, input, text) => still(() => {
  field.classList.add("error")
  input.setAttribute("aria-invalid", "true")
  let help = field.querySelector("p.help")
  if (!help) {
    help = document.createElement("p")
    help.className = "help"
    help.id = `${input.id}-help`
    field.append(help)
    input.setAttribute("aria-describedby", `${help.id} ${input.getAttribute("aria-describedby") ?? ""}`.trim())
  }
  help.dataset.help ??= help.textContent
  help.textContent = text
})

export const unmark = (field, input) => still(() => cleared(field, input.id))

document.addEventListener("change", ({ target }) => {
  const field = target.closest(".field.error, .checks.error")
  if (!field || target.getAttribute("role") === "combobox") return
  if (target.checkValidity()) still(() => cleared(field, target.dataset.box ?? (field.matches(".checks") ? field.id : target.id)))
})
