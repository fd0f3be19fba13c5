// The context of one function node within the rule's.
function scopedContext(context, id) {
  const scope = "n" + id.replace(/\W/g, "_")
  const inScope = key => Array.isArray(key) ? key.map(inScope)
    : typeof key !== "string" || key === "" ? key
    : key.startsWith("#:") ? key.replace("::", `::${scope}.`) : `${scope}.${key}`
  return {
    get: (key, ...more) => context.get(inScope(key), ...more),
    set: (key, value, ...more) => context.set(inScope(key), value, ...more),
    keys: () => Object.keys(context.get(scope) ?? {}),
    flow: context.flow,
    global: context.global,
  }
}
