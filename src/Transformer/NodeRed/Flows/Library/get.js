// A property of a message; throws, as Node-RED does, where something on the way to it is missing.
function get(owner, path) {
  return path.reduce((value, step) => value[step], owner)
}
