// A shared worker: holds one stream for all tabs of a person, and passes on what it tells.
import { Stream } from "./stream.js"

// A tab that ended without a word is forgotten after a minute: it leaves three pings without answer. Pings are counted, not timed, so that a
// computer that slept forgets nobody.
const PING = 20_000
const UNANSWERED = 3

const ports = new Map()
let stream

const tell = (message) => { for (const port of ports.keys()) port.postMessage(message) }

const leave = (port) => {
  if (!ports.delete(port) || ports.size > 0) return
  stream.close()
  stream = undefined
}

const hear = (port, word) => {
  if (word === "bye") return leave(port)
  const known = ports.has(port)
  ports.set(port, 0)
  stream ??= new Stream(tell)
  // One that was forgotten while it was frozen joins again with its late answer.
  if (word === "hello" || !known) stream.greet((message) => port.postMessage(message))
}

addEventListener("connect", ({ ports: [port] }) => { port.onmessage = ({ data }) => hear(port, data) })

setInterval(() => {
  for (const [port, unanswered] of [...ports]) {
    if (unanswered === UNANSWERED) {
      leave(port)
    } else {
      ports.set(port, unanswered + 1)
      port.postMessage({ name: "ping" })
    }
  }
}, PING)
