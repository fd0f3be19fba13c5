namespace Busroot.Transformer.Payloads;

/// <summary>One value of a meter-bus telegram.</summary>
/// <param name="Quantity">"energy", "power", "volume" ...; "vif 7f" for one that is not known here.</param>
/// <param name="Unit">Of <paramref name="Value"/>: "Wh", "W", "m3" ...</param>
/// <param name="Value">Null when the telegram marks it as invalid, or it is a date or a text.</param>
/// <param name="Function">"instantaneous", "maximum", "minimum" or "error".</param>
/// <param name="Storage">0 the present, others stored values such as those of the last billing date.</param>
/// <param name="Tariff">0 the sum.</param>
/// <param name="Subunit">Of the device.</param>
/// <param name="Modifier">Bytes that qualify the quantity, in hexadecimal: "3c" backward flow; empty when there are none.</param>
internal sealed record MeterBusRecord(string Quantity, string Unit, double? Value, string Function, long Storage, int Tariff, int Subunit, string Modifier);

/// <summary>Reads telegrams of wired and wireless M-Bus meters.</summary>
/// <remarks>Source: EN 13757-3 (records, §6), EN 13757-4 (wireless frame without its block CRCs). Encrypted telegrams must come decrypted: there are no keys here.</remarks>
internal static class MeterBusTelegram
{
    private const byte Filler = 0x2F;

    // By the data field of a DIF: its length in bytes; 0x0D has the length in its first byte, 0x0F starts what only the maker understands.
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6, 0];

    private static readonly string[] Functions = ["instantaneous", "maximum", "minimum", "error"];

    /// <summary>Reads the records.</summary>
    /// <returns>Null when the frame is damaged, encrypted, or no telegram with records.</returns>
    public static List<MeterBusRecord>? RecordsOf(ReadOnlySpan<byte> bytes)
    {
        var user = bytes.Length > 6 && bytes[0] == 0x68 ? WiredData(bytes) : WirelessData(bytes);
        if (user.IsEmpty)
        {
            return null;
        }

        // CI: 0x72 long header, 0x7A short header, 0x78 none
        var header = user[0] switch { 0x72 => 13, 0x7A => 5, 0x78 => 1, _ => int.MaxValue };
        if (user.Length < header)
        {
            return null;
        }

        var data = user[header..];
        var mode = header == 1 ? 0 : user[header - 1] & 0x1F; // of the encryption; decrypted data starts with two fillers
        return mode == 0 || data.StartsWith([Filler, Filler]) ? Read(data) : null;
    }

    //  68 L L 68 | C A CI ... | checksum 16
    private static ReadOnlySpan<byte> WiredData(ReadOnlySpan<byte> bytes)
    {
        var length = bytes[1];
        if (bytes[2] != length || bytes[3] != 0x68 || bytes.Length < length + 6 || length < 3)
        {
            return default;
        }

        byte sum = 0;
        foreach (var next in bytes.Slice(4, length))
        {
            sum += next;
        }

        return sum == bytes[4 + length] ? bytes.Slice(6, length - 2) : default;
    }

    //  L | C M M A A A A V T | CI ...
    private static ReadOnlySpan<byte> WirelessData(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 11 && bytes[0] == bytes.Length - 1 ? bytes[10..] : default;

    private static List<MeterBusRecord> Read(ReadOnlySpan<byte> data)
    {
        var records = new List<MeterBusRecord>();
        var at = 0;
        while (at < data.Length)
        {
            if (data[at] == Filler)
            {
                at++;
            }
            else if ((data[at] & 0x0F) == 0x0F || !TryRead(data, ref at, records))
            {
                break;
            }
        }

        return records;
    }

    //  DIF DIFE* VIF VIFE* data
    private static bool TryRead(ReadOnlySpan<byte> data, ref int at, List<MeterBusRecord> records)
    {
        var dif = data[at++];
        var (storage, tariff, subunit) = ((long)((dif >> 6) & 1), 0, 0);
        for (var (extended, n) = ((dif & 0x80) != 0, 0); extended; n++)
        {
            if (at >= data.Length || n == 10)
            {
                return false;
            }

            storage |= (long)(data[at] & 0x0F) << (1 + (4 * n));
            tariff |= ((data[at] >> 4) & 3) << (2 * n);
            subunit |= ((data[at] >> 6) & 1) << n;
            extended = (data[at++] & 0x80) != 0;
        }

        var information = at;
        do
        {
            if (at >= data.Length)
            {
                return false;
            }
        }
        while ((data[at++] & 0x80) != 0);

        var vif = data[information..at];
        var isText = (dif & 0x0F) == 0x0D;
        if (isText && (at >= data.Length || data[at] > 0xBF))
        {
            return false;
        }

        var length = isText ? 1 + data[at] : Lengths[dif & 0x0F];
        if (at + length > data.Length)
        {
            return false;
        }

        var (quantity, unit, factor, used) = MeterBusUnits.Of(vif);
        var value = isText || unit.Length == 0 ? null : ValueOf(data.Slice(at, length), dif & 0x0F) * factor;
        records.Add(new MeterBusRecord(quantity, unit, value, Functions[(dif >> 4) & 3], storage, tariff, subunit, Convert.ToHexStringLower(vif[used..])));
        at += length;
        return true;
    }

    private static double? ValueOf(ReadOnlySpan<byte> bytes, int kind) => kind switch
    {
        >= 1 and <= 4 or 6 or 7 => BinaryField.ValueOf(bytes, FieldType.Signed, ByteOrder.Dcba),
        5 => BinaryField.ValueOf(bytes, FieldType.Float, ByteOrder.Dcba),
        >= 9 and <= 12 or 14 => Bcd(bytes),
        _ => null,
    };

    // A leading F is a minus sign (EN 13757-3 annex B); other digits above 9 mark an invalid value.
    private static double? Bcd(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digits = stackalloc byte[8];
        bytes.CopyTo(digits);
        digits = digits[..bytes.Length];
        var negative = (digits[^1] & 0xF0) == 0xF0;
        digits[^1] &= (byte)(negative ? 0x0F : 0xFF);
        return BinaryField.ValueOf(digits, FieldType.Bcd, ByteOrder.Dcba) * (negative ? -1 : 1);
    }
}
