namespace Busroot.Transformer.Payloads;

/// <summary>What the value information of an M-Bus record says. Source: EN 13757-3 tables 10, 12 and 14.</summary>
internal static class MeterBusUnits
{
    /// <summary>Reads VIF and VIFE.</summary>
    /// <returns>Quantity; unit, empty for what is no number with one; factor; how many bytes that took, the rest qualifies it.</returns>
    public static (string Quantity, string Unit, double Factor, int Used) Of(ReadOnlySpan<byte> vif)
    {
        var code = vif[0] & 0x7F;
        if (vif[0] is 0xFD or 0xFB && vif.Length > 1)
        {
            var (quantity, unit, factor) = Extended(vif[0], vif[1] & 0x7F);
            return (quantity, unit, factor, 2);
        }

        var known = Plain(code, code & 7);
        return (known.Quantity, known.Unit, known.Factor, 1);
    }

    private static (string Quantity, string Unit, double Factor) Plain(int code, int n) => code switch
    {
        <= 0x07 => ("energy", "Wh", Ten(n - 3)),
        <= 0x0F => ("energy", "J", Ten(n)),
        <= 0x17 => ("volume", "m3", Ten(n - 6)),
        <= 0x1F => ("mass", "kg", Ten(n - 3)),
        <= 0x23 => ("onTime", "s", Seconds(code & 3)),
        <= 0x27 => ("operatingTime", "s", Seconds(code & 3)),
        <= 0x2F => ("power", "W", Ten(n - 3)),
        <= 0x37 => ("power", "J/h", Ten(n)),
        <= 0x3F => ("volumeFlow", "m3/h", Ten(n - 6)),
        <= 0x47 => ("volumeFlow", "m3/min", Ten(n - 7)),
        <= 0x4F => ("volumeFlow", "m3/s", Ten(n - 9)),
        <= 0x57 => ("massFlow", "kg/h", Ten(n - 3)),
        <= 0x5B => ("flowTemperature", "C", Ten((code & 3) - 3)),
        <= 0x5F => ("returnTemperature", "C", Ten((code & 3) - 3)),
        <= 0x63 => ("temperatureDifference", "K", Ten((code & 3) - 3)),
        <= 0x67 => ("externalTemperature", "C", Ten((code & 3) - 3)),
        <= 0x6B => ("pressure", "bar", Ten((code & 3) - 3)),
        0x6C => ("date", "", 1),
        0x6D => ("dateTime", "", 1),
        0x6E => ("heatCost", "units", 1),
        0x78 => ("fabricationNumber", "", 1),
        0x79 => ("identification", "", 1),
        _ => ($"vif {code:x2}", "", 1),
    };

    private static (string Quantity, string Unit, double Factor) Extended(byte table, int code) => (table, code) switch
    {
        (0xFB, <= 1) => ("energy", "Wh", Ten(code + 5)),
        (0xFB, >= 0x28 and <= 0x29) => ("power", "W", Ten((code & 1) + 5)),
        (0xFD, >= 0x40 and <= 0x4F) => ("voltage", "V", Ten((code & 15) - 9)),
        (0xFD, >= 0x50 and <= 0x5F) => ("current", "A", Ten((code & 15) - 12)),
        (0xFD, 0x17) => ("errorFlags", "bits", 1),
        (0xFD, 0x61) => ("counter", "count", 1),
        _ => ($"vif {table:x2}{code:x2}", "", 1),
    };

    private static double Seconds(int unit) => unit switch { 0 => 1, 1 => 60, 2 => 3600, _ => 86_400 };

    private static double Ten(int exponent) => Math.Pow(10, exponent);
}
