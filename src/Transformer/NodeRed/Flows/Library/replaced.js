// What "change" makes of a value: all of it when it is equal to what is looked for, otherwise each occurrence in a text.
function replaced(current, from, to) {
  if (typeof current === "string") {
    const wanted = from instanceof RegExp ? from : String(from)
    if (current === wanted) return to
    const text = current.replace(from instanceof RegExp ? from : new RegExp(wanted.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&"), "g"), to)
    return typeof to === "boolean" && text === String(to) ? to : text
  }
  return (typeof current === "number" || typeof current === "boolean") && current === from ? to : current
}
