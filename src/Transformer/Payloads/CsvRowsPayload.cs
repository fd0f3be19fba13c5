namespace Busroot.Transformer.Payloads;

/// <summary><c>csv</c> of which every row counts: an array of objects by column name with a header, otherwise of arrays of texts.</summary>
/// <inheritdoc cref="CsvPayload"/>
internal sealed class CsvRowsPayload(byte separator, bool header, bool decimalComma) : JsonShapedPayload
{
    private readonly CsvDecoder _rows = new([], separator, header, decimalComma);

    public override bool DecimalComma => decimalComma;

    public override bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error)
    {
        json = default;
        if (!_rows.TryWriteRows(payload, slots, slots.Json.Begin(), out error))
        {
            return false;
        }

        json = slots.Json.End();
        return true;
    }
}
