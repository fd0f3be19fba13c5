// Sets a property and makes what is missing on the way to it; undefined deletes. Does nothing where a plain value is in the way.
function set(owner, path, value) {
  let target = owner
  for (let i = 0; i < path.length - 1; i++) {
    if (target[path[i]] === undefined) {
      if (value === undefined) return
      target[path[i]] = typeof path[i + 1] === "number" ? [] : {}
    }
    target = target[path[i]]
    if (typeof target !== "object" || target === null) return
  }
  const last = path[path.length - 1]
  if (value !== undefined) target[last] = value
  else if (Array.isArray(target) && typeof last === "number") target.splice(last, 1)
  else delete target[last]
}
