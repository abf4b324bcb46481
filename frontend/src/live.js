// What the server tells this tab. A browser opens six connections to a host, so its tabs share one stream: by a shared worker, or, without one,
// by the tab that holds a lock and passes on what it hears.
import { Stream } from "./stream.js"

const hearers = { notified: new Set(), progress: new Set() }
let joined

const hear = ({ name, data }) => { for (const hearer of hearers[name] ?? []) hearer(data) }

// Calls back at each message of a name; answers how to stop it.
export const listen = (name, hearer) => {
  hearers[name].add(hearer)
  return () => hearers[name].delete(hearer)
}

// Joins the stream of a reader. For a tab that is in it: asks what its new page may have missed while it was on its way.
export const join = (reader, worker) => {
  if (joined?.reader === reader) return joined.way.hello()
  joined?.way.leave()
  joined = { reader, worker, way: way(reader, worker) }
}

const way = (reader, worker) => {
  if (globalThis.SharedWorker) return byWorker(reader, worker)
  return navigator.locks ? byLock(reader) : alone()
}

// Named for the reader: whoever signs in next has a worker of their own.
const byWorker = (reader, url) => {
  const shared = new SharedWorker(url, { name: reader })
  const { port } = shared
  const hello = () => port.postMessage("hello")
  // Its file can't be loaded: a tab that was open while the server was updated.
  shared.onerror = () => { if (joined?.reader === reader) joined.way = navigator.locks ? byLock(reader) : alone() }
  port.onmessage = ({ data }) => data.name === "ping" ? port.postMessage("pong") : hear(data)
  hello()
  return { hello, leave: () => port.postMessage("bye") }
}

const byLock = (reader) => {
  const name = `despacho ${reader}`
  const channel = new BroadcastChannel(name)
  const waiting = new AbortController()
  const tellOthers = (message) => channel.postMessage(message)
  let stream, release
  channel.onmessage = ({ data }) => data.name === "hello" ? stream?.greet(tellOthers) : hear(data)
  const hello = () => stream ? stream.greet(hear) : tellOthers({ name: "hello" })
  const lead = () => new Promise((resolve) => {
    release = resolve
    stream = new Stream((message) => { hear(message); tellOthers(message) })
  })
  // Refused when the tab leaves before its turn.
  navigator.locks.request(name, { signal: waiting.signal }, lead).catch(() => {})
  hello()
  const leave = () => {
    waiting.abort()
    stream?.close()
    release?.()
    channel.close()
  }
  return { hello, leave }
}

const alone = () => {
  const stream = new Stream(hear)
  return { hello: () => stream.greet(hear), leave: () => stream.close() }
}

addEventListener("pagehide", () => joined?.way.leave())
addEventListener("pageshow", (event) => { if (event.persisted && joined) joined.way = way(joined.reader, joined.worker) })
