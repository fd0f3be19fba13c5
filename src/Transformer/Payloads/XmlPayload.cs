using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Busroot.Transformer.Payloads;

/// <summary><c>xml</c>: an XML document, read as <c>{ "root": ... }</c>.</summary>
/// <remarks>
/// An element with text only is that text. Any other is an object: attributes as <c>@name</c>, its text as <c>#text</c>, child elements by name, an
/// array when a name occurs more than once. Prefixes and namespaces are left away, so that a path need not know them. Document type definitions
/// are refused: with them a few bytes can stand for gigabytes, and files of this machine for text.
/// </remarks>
internal sealed class XmlPayload : JsonShapedPayload
{
    private const int Deepest = 48; // objects and arrays of the JSON it becomes: 64

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = 4 * 1024 * 1024,
    };

    public override bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error)
    {
        json = default;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(payload.ToArray()), Settings);
            var writer = slots.Json.Begin();
            writer.WriteStartObject();
            var root = XDocument.Load(reader).Root!;
            writer.WritePropertyName(root.Name.LocalName);
            Write(root, writer, 1);
            writer.WriteEndObject();
            json = slots.Json.End();
            error = null;
            return true;
        }
        catch (XmlException fault) // the boundary of the base library's reader: it has no Try form
        {
            var place = fault.LineNumber > 0 ? $" at line {fault.LineNumber}, column {fault.LinePosition}" : "";
            error = payload.IsEmpty ? "the payload is empty; expected XML" : $"not valid XML{place}: {JsonFault.Reason(fault)}";
            return false;
        }
    }

    private static void Write(XElement element, Utf8JsonWriter writer, int depth)
    {
        if (depth > Deepest)
        {
            throw new XmlException($"elements are nested deeper than {Deepest}");
        }

        if (!element.HasElements && !element.Attributes().Any(attribute => !attribute.IsNamespaceDeclaration))
        {
            writer.WriteStringValue(element.Value);
            return;
        }

        writer.WriteStartObject();
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            writer.WriteString("@" + attribute.Name.LocalName, attribute.Value);
        }

        WriteText(element, writer);
        foreach (var group in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            WriteChildren(group.Key, [.. group], writer, depth);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(XElement element, Utf8JsonWriter writer)
    {
        var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value)).Trim();
        if (text.Length > 0)
        {
            writer.WriteString("#text", text);
        }
    }

    private static void WriteChildren(string name, XElement[] children, Utf8JsonWriter writer, int depth)
    {
        writer.WritePropertyName(name);
        if (children is [var only])
        {
            Write(only, writer, depth + 1);
            return;
        }

        writer.WriteStartArray();
        foreach (var child in children)
        {
            Write(child, writer, depth + 1);
        }

        writer.WriteEndArray();
    }
}
