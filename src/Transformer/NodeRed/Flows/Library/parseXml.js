// An XML text as objects: the values of elements are arrays, attributes stand under one key, text beside other things under another.
function parseXml(text, { attributes, characters }) {
  const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }
  const decode = raw => raw.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : entities[name] ?? whole)
  const root = { content: {}, text: "" }
  const open = [root]
  const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/y
  const close = element => {
    const value = Object.keys(element.content).length === 0 ? (element.text.trim() === "" ? "" : element.text) : element.content
    if (value === element.content && element.text.trim() !== "") value[characters] = element.text
    const parent = open.at(-1)
    if (parent === root) parent.content[element.name] = value
    else (parent.content[element.name] ??= []).push(value)
  }
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (found === null) throw new Error(`not valid XML at character ${at + 1}`)
    const [whole, cdata, ended, started, list, single] = found
    if (cdata !== undefined) open.at(-1).text += cdata
    else if (ended !== undefined) {
      if (open.length === 1 || open.at(-1).name !== ended) throw new Error(`not valid XML: </${ended}> closes what is not open`)
      close(open.pop())
    }
    else if (started !== undefined) {
      const element = { name: started, content: {}, text: "" }
      for (const [, name, double, one] of list.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
        (element.content[attributes] ??= {})[name] = decode(double ?? one)
      if (single) close(element)
      else open.push(element)
    }
    else if (!whole.startsWith("<")) {
      if (open.length === 1 && whole.trim() !== "") throw new Error("not valid XML: text outside the root element")
      open.at(-1).text += decode(whole)
    }
  }
  if (open.length > 1) throw new Error(`not valid XML: <${open.at(-1).name}> is not closed`)
  return Object.keys(root.content).length > 0 ? root.content : null
}
