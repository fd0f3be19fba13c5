// The values of a node's surroundings, before those of the rule.
function scopedEnv(env, values) {
  return { ...env, get: name => Object.hasOwn(values, name) ? values[name] : env.get(name) }
}
