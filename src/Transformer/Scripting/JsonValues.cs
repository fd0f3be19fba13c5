using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Turns JSON into values of an engine, straight from UTF-8. Of members with one name the last counts; <c>__proto__</c> is a name like any other.</summary>
/// <remarks>Owner: one realm; keeps the shapes of the objects it has seen.</remarks>
internal sealed class JsonValues(Engine engine) : IJsonConsumer
{
    private const int MostShapes = 4096;
    private const int LongestName = 256;

    private JsonShape _shapes = JsonShape.Empty();
    private JsValue[] _values = new JsValue[64];
    private int _used;
    private int _shapesMade;

    /// <summary>The value read last.</summary>
    public JsValue Value { get; private set; } = JsValue.Undefined;

    /// <summary>Reads a text of our own, such as a stored state.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, out JsValue value, out string? error)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonPath.MostSegments });
        value = JsValue.Undefined;
        error = null;
        try
        {
            reader.Read();
            Consume(ref reader, null!);
            reader.Read();
            value = Value;
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the boundary of the base library's reader: it has no Try form
        {
            error = JsonFault.Reason(fault);
            return false;
        }
    }

    public void Consume(ref Utf8JsonReader reader, SlotTable slots)
    {
        _used = 0;
        if (_shapesMade > MostShapes)
        {
            _shapes = JsonShape.Empty(); // a device that sends its data as names; start over rather than grow
            _shapesMade = 0;
        }

        Value = Read(ref reader);
    }

    private JsValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsString.Create(reader.GetString()!),
        JsonTokenType.Number => JsNumber.Create(double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)),
        JsonTokenType.True => JsBoolean.True,
        JsonTokenType.False => JsBoolean.False,
        _ => JsValue.Null,
    };

    private JsObject ReadObject(ref Utf8JsonReader reader)
    {
        var first = _used;
        var shape = _shapes;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped || reader.ValueSpan.Length > LongestName || shape.Next(reader.ValueSpan, ref _shapesMade) is not { IsRegular: true } next)
            {
                return ReadIrregular(ref reader, shape, first);
            }

            shape = next;
            reader.Read();
            var value = Read(ref reader);
            Push(value);
        }

        var made = JsObject.Create(engine, shape.Layout, _values.AsSpan(first, _used - first));
        _used = first;
        return made;
    }

    // The reader stands at a name that no layout can hold: an index, a repetition, an escape.
    private JsObject ReadIrregular(ref Utf8JsonReader reader, JsonShape shape, int first)
    {
        var made = JsObject.Create(engine, shape.Layout, _values.AsSpan(first, _used - first));
        _used = first;
        do
        {
            var name = JsString.Create(reader.GetString()!);
            reader.Read();
            made.CreateDataProperty(name, Read(ref reader));
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName);
        return made;
    }

    private JsArray ReadArray(ref Utf8JsonReader reader)
    {
        var first = _used;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Push(Read(ref reader));
        }

        var made = new JsArray(engine, _values.AsSpan(first, _used - first).ToArray());
        _used = first;
        return made;
    }

    private void Push(JsValue value)
    {
        if (_used == _values.Length)
        {
            Array.Resize(ref _values, _used * 2);
        }

        _values[_used++] = value;
    }
}
