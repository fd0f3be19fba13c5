// needs peek
// What a name of a template stands for: the innermost section that has it, then the context stores.
function lookupIn(stores) {
  return (name, views) => {
    if (name === ".") return views.at(-1)
    const path = name.split(".")
    for (let i = views.length - 1; i >= 0; i--)
      if (typeof views[i] === "object" && views[i] !== null && path[0] in views[i]) return peek(views[i], path)
    const [, store, key] = /^(\w+)(?:\[\w+\])?\.(.+)$/.exec(name) ?? [] // flow.key, or flow[store].key
    return Object.hasOwn(stores, store) ? stores[store](key) : undefined
  }
}
