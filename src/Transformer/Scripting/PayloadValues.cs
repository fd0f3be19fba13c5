using System.Diagnostics;
using System.Text;
using Busroot.Transformer.Payloads;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Decodes a whole payload into what a script gets as <c>reading.payload</c>.</summary>
/// <remarks>
/// json, key-value, line-protocol, xml, csv with all rows: the value they are read as. text: the text. bytes, hex and base64 without a field table: a Uint8Array.
/// csv: the last row, as an object by column name when there is a header, otherwise an array of texts.
/// A field table: an object with a number for every field of the table; null for an invalid one, absent when the payload ends before it.
/// </remarks>
internal sealed class PayloadValues
{
    private readonly PayloadFormat _format;
    private readonly PayloadDecoder? _fields;

    public PayloadValues(PayloadFormat format)
    {
        _format = format;
        _fields = (format as BinaryPayload)?.CompileAll();
    }

    /// <summary>Decodes.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="slots">For memory.</param>
    /// <param name="realm">Whose values to make.</param>
    /// <param name="value">The payload.</param>
    /// <param name="error">What is wrong with it, otherwise.</param>
    public bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, ScriptRealm realm, out JsValue value, out string? error)
    {
        value = JsValue.Undefined;
        switch (_format)
        {
            case JsonShapedPayload json:
                var read = json.TryRead(payload, slots, realm.Json, out error);
                value = realm.Json.Value;
                return read;
            case TextPayload:
                value = JsString.Create(Encoding.UTF8.GetString(payload));
                error = null;
                return true;
            case CsvPayload csv:
                return TryReadRow(csv, payload, slots, realm, out value, out error);
            case BytesPayload plain:
                var decoded = EncodedBytes.TryDecode(payload, plain.Encoding, slots, out var bytes, out error);
                value = decoded ? realm.Engine.Intrinsics.Uint8Array.Construct(bytes) : JsValue.Undefined;
                return decoded;
            case BinaryPayload binary:
                return TryReadFields(binary, payload, slots, realm, out value, out error);
            default:
                throw new UnreachableException();
        }
    }

    private static bool TryReadRow(CsvPayload csv, ReadOnlySpan<byte> payload, SlotTable slots, ScriptRealm realm, out JsValue value, out string? error)
    {
        var names = new List<string>();
        var fields = new List<string>();
        value = JsValue.Undefined;
        if (!csv.TryReadRow(payload, slots, names, fields, out error))
        {
            return false;
        }

        if (!csv.HasHeader)
        {
            value = new JsArray(realm.Engine, [.. fields.Select(JsString.Create)]);
            return true;
        }

        var row = new JsObject(realm.Engine);
        foreach (var (name, field) in names.Zip(fields))
        {
            row.CreateDataProperty(JsString.Create(name), JsString.Create(field));
        }

        value = row;
        return true;
    }

    private bool TryReadFields(BinaryPayload binary, ReadOnlySpan<byte> payload, SlotTable slots, ScriptRealm realm, out JsValue value, out string? error)
    {
        slots.Reset(binary.Fields.Length);
        value = JsValue.Undefined;
        if (!_fields!.TryDecode(payload, slots, out error))
        {
            return false;
        }

        var values = new JsObject(realm.Engine);
        for (var i = 0; i < binary.Fields.Length; i++)
        {
            if (slots[i].Kind != SlotKind.Missing)
            {
                values.CreateDataProperty(
                    JsString.Create(binary.Fields[i].Name), slots[i].Kind == SlotKind.Number ? JsNumber.Create(slots[i].Number) : JsValue.Null);
            }
        }

        value = values;
        return true;
    }
}
