using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>One metric of a Sparkplug B payload.</summary>
/// <param name="Name">Null when only the alias is sent.</param>
/// <param name="Alias">Null when none is sent.</param>
/// <param name="Value">A double, a bool or a string; null for null and for what is no such value.</param>
internal sealed record SparkplugMetric(string? Name, ulong? Alias, object? Value);

/// <summary>A Sparkplug B payload, read by hand from its Protocol Buffers encoding.</summary>
/// <remarks>Source: Sparkplug 3.0 §6.4, sparkplug_b.proto. Data sets, templates, properties and metadata are skipped.</remarks>
internal sealed class SparkplugPayload
{
    private const int MostMetrics = 10_000;

    private SparkplugPayload()
    {
    }

    /// <summary>Milliseconds since 1970; null when it is not sent.</summary>
    public double? Timestamp { get; private set; }

    /// <summary>0 to 255; null when it is not sent.</summary>
    public double? Seq { get; private set; }

    public List<SparkplugMetric> Metrics { get; } = [];

    /// <returns>Null when the bytes are none.</returns>
    public static SparkplugPayload? Read(ReadOnlySpan<byte> bytes)
    {
        var payload = new SparkplugPayload();
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadField(out var field))
        {
            switch (field)
            {
                case 1 when reader.IsVarint:
                    payload.Timestamp = reader.Varint;
                    break;
                case 2 when reader.IsBytes && payload.Metrics.Count < MostMetrics:
                    if (ReadMetric(reader.Bytes) is not { } metric)
                    {
                        return null;
                    }

                    payload.Metrics.Add(metric);
                    break;
                case 3 when reader.IsVarint:
                    payload.Seq = reader.Varint;
                    break;
            }
        }

        return reader.IsWhole ? payload : null;
    }

    private static SparkplugMetric? ReadMetric(ReadOnlySpan<byte> bytes)
    {
        string? name = null;
        ulong? alias = null;
        var type = 0UL;
        var isNull = false;
        object? value = null;
        var reader = new ProtobufReader(bytes);
        while (reader.TryReadField(out var field))
        {
            switch (field)
            {
                case 1 when reader.IsBytes:
                    name = Encoding.UTF8.GetString(reader.Bytes);
                    break;
                case 2 when reader.IsVarint:
                    alias = reader.Varint;
                    break;
                case 4 when reader.IsVarint:
                    type = reader.Varint;
                    break;
                case 7 when reader.IsVarint:
                    isNull = reader.Varint != 0;
                    break;
                case 10 or 11 when reader.IsVarint:
                    value = Integer(reader.Varint, type);
                    break;
                case 12 when reader.Bytes.Length == 4:
                case 13 when reader.Bytes.Length == 8:
                    value = BinaryField.ValueOf(reader.Bytes, FieldType.Float, ByteOrder.Dcba);
                    break;
                case 14 when reader.IsVarint:
                    value = reader.Varint != 0;
                    break;
                case 15 when reader.IsBytes:
                    value = Encoding.UTF8.GetString(reader.Bytes);
                    break;
            }
        }

        return reader.IsWhole ? new SparkplugMetric(name, alias, isNull ? null : value) : null;
    }

    // Int8 to Int64 are 1 to 4; they travel as unsigned numbers (§6.4.16).
    private static double Integer(ulong raw, ulong type) => type switch
    {
        1 => (double)(sbyte)raw,
        2 => (double)(short)raw,
        3 => (double)(int)raw,
        4 => (double)(long)raw,
        _ => (double)raw,
    };
}
