import { Controller } from "@hotwired/stimulus"

// A board of cards: dragged to another lane, or lifted with Space, moved with the arrows, put down with Enter and put back with Esc. A card's own
// form is what moves it.
export default class extends Controller {
  static targets = ["lane", "card", "status"]
  static values = { lifted: String, to: String, back: String }

  connect() {
    this.element.classList.add("live")
    this.listen("dragstart", (event) => {
      const card = this.card(event)
      if (!card) return
      this.dragged = card
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", "")
    })
    this.listen("dragover", (event) => {
      const lane = this.lane(event)
      if (!this.dragged || !lane) return
      event.preventDefault()
      for (const other of this.laneTargets) other.classList.toggle("over", other === lane)
    })
    this.listen("dragend", () => this.clear())
    this.listen("drop", (event) => {
      const lane = this.lane(event)
      if (!this.dragged || !lane) return
      event.preventDefault()
      this.move(this.dragged, lane)
      this.clear()
    })
    this.listen("keydown", (event) => this.press(event))
  }

  listen(name, work) {
    this.element.addEventListener(name, work)
  }

  card({ target }) {
    return this.cardTargets.find((card) => card.contains(target))
  }

  lane({ target }) {
    return this.laneTargets.find((lane) => lane.contains(target))
  }

  clear() {
    this.dragged = undefined
    for (const lane of this.laneTargets) lane.classList.remove("over")
  }

  press(event) {
    const card = this.cardTargets.find((found) => found === event.target)
    if (!card) return
    if (event.key === " " && !this.held) {
      event.preventDefault()
      this.held = { card, at: this.laneTargets.findIndex((lane) => lane.contains(card)) }
      this.held.from = this.held.at
      card.classList.add("lifted")
      this.say(this.liftedValue)
    } else if (this.held && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault()
      const last = this.laneTargets.length - 1
      this.held.at = Math.min(Math.max(this.held.at + (event.key === "ArrowRight" ? 1 : -1), 0), last)
      this.laneTargets.forEach((lane, at) => lane.classList.toggle("over", at === this.held.at))
      this.say(`${this.toValue} ${this.laneTargets[this.held.at].dataset.name}`)
    } else if (this.held && event.key === "Enter") {
      event.preventDefault()
      const { card, at } = this.held
      this.release()
      this.move(card, this.laneTargets[at])
    } else if (this.held && event.key === "Escape") {
      event.preventDefault()
      this.release()
      this.say(this.backValue)
    } else if (event.key === "Enter") {
      card.querySelector("a")?.click()
    }
  }

  release() {
    this.held?.card.classList.remove("lifted")
    this.held = undefined
    this.clear()
  }

  say(text) {
    this.statusTarget.textContent = text
  }

  move(card, lane) {
    if (lane.contains(card)) return
    const form = card.querySelector("form")
    const select = form.elements.status
    const option = [...select.options].find(({ value }) => value === lane.dataset.status)
    // A lane that it may not go to: the server says why.
    if (!option) select.add(new Option("", lane.dataset.status))
    select.value = lane.dataset.status
    form.requestSubmit()
  }
}
