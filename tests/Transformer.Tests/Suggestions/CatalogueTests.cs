using System.Globalization;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Tests.Profiles;

namespace Busroot.Transformer.Tests.Suggestions;

/// <summary>Formats of the rule library, as a device sends them while a machine runs; the last payload is the one of the library's example.</summary>
public class CatalogueTests
{
    public static TheoryData<string, string> Formats() => new()
    {
        { "Arduino Opta", """{"production_complete_good":5,"productive":1,"rssi":-65}""" },
        { "Arduino Opta, meter", """{"production_complete_good":2,"electrical_kwh":1234.5,"rssi":-65}""" },
        { "Arduino Opta, meter silent", """{"production_complete_good":2}""" },
        { "Tasmota counter", """{"production_count_good":1234}""" },
        { "Tasmota plug", """{"electrical_kwh":6.294}""" },
        { "Zigbee2MQTT plug", """{"productive":1,"electrical_kwh":1.05}""" },
        { "Omron NX", """{"production_count_good":4321,"production_count_bad":12,"productive":1,"electrical_kwh":1234.56}""" },
        { "Phoenix PLCnext", """{"production_count_good":48210,"production_count_bad":118,"productive":1}""" },
        { "Weintek", """{"production_count_good":1200,"production_count_bad":14,"productive":1}""" },
        { "Wago", """{"production_count_good":1207,"production_count_bad":3}""" },
        { "CSV", """{"production_count_good":1234}""" },
        { "CSV rows", """ST10:{"production_complete_good":5,"production_complete_bad":0} ST20:{"production_complete_good":7,"production_complete_bad":1}""" },
        { "key-value", """{"production_count_good":1234,"production_count_bad":7,"productive":1,"electrical_kwh":15774.45,"rssi":-71}""" },
        { "line protocol", """CNC-1:{"production_count_good":1200,"production_count_bad":3,"productive":1,"electrical_kwh":15774.45} CNC-2:{"production_count_good":88,"productive":0}""" },
        { "line of machines", """M1:{"production_complete_good":10,"production_complete_bad":0,"productive":1} M2:{"production_complete_good":0,"production_complete_bad":2,"productive":0}""" },
        { "counter that wraps", """{"production_complete_good":5}""" },
        { "counter that restarts", """{"production_complete_good":2}""" },
        { "meter with zeros", """{"electrical_kwh":15774.5}""" },
        { "nan in JSON", """{"production_count_good":12,"productive":1}""" },
        { "wmbusmeters", """{"electrical_kwh":7.94}""" },
        { "Wh since the last message", """{"electrical_kwh_interval":0.037}""" },
        { "samples", """{"production_complete_good":12}""" },
        { "modem", """{"production_complete_good":5,"rssi":-79}""" },
        { "Eastron meter, Modbus RTU", """{"electrical_kwh":1234.56}""" },
        { "Homie", """{"production_count_good":1200}""" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_suggested_gives_the_signals_that_the_library_has_for_the_format(string format, string expected)
    {
        var suggested = Suggested.For(ReadingsOf(format));

        suggested.Folder.Problems.Should().BeEmpty();
        suggested.Folder.Warnings.Should().BeEmpty();
        suggested.Folder.Rule!.Examples.Should().NotBeEmpty();
        suggested.Last().Should().Be(expected);
        suggested.Rule.Signals.Should().OnlyContain(signal => signal.Reason.Length > 20);
        suggested.Rule.LeftOut.Should().OnlyContain(left => left.Reason.Length > 5);
    }

    private static List<RecordedReading> ReadingsOf(string format) => format switch
    {
        "Homie" => Readings.On([.. Last(12).SelectMany(i => new[] { ("counter/parts", $"{1200 - i}"), ("$state", "ready") }).Append(("counter/parts", "1200"))]),
        "Tasmota plug" => Readings.On([.. Last(12).Select(i => ("SENSOR", Tasmota(i))).Prepend(("LWT", "Online")), ("LWT", "Offline"), ("SENSOR", Tasmota(0))]),
        "counter that wraps" => Readings.Of("""{"cnt":65490}""", """{"cnt":65512}""", """{"cnt":65525}""", """{"cnt":65534}""", """{"cnt":3}"""),
        "counter that restarts" => Readings.Of("""{"up":100,"cnt":40}""", """{"up":110,"cnt":41}""", """{"up":120,"cnt":43}""", """{"up":130,"cnt":44}""", """{"up":140,"cnt":46}""", """{"up":12,"cnt":2}"""),
        "meter with zeros" => Readings.Of([.. Last(8).Select(i => Json("""{"kwh":#}""", 15774.5 - (i * 0.1))), """{"kwh":0}""", """{"kwh":15774.5}"""]),
        "Arduino Opta, meter silent" => Readings.Of([.. Last(20).Select(i => Opta(i, 1200.5 - i, -65)), Opta(0, -1, -1)]),
        _ => Readings.Of(Last(20).Select(i => Payload(format, i))),
    };

    // How many readings are still to come: the last payload is the library's.
    private static IEnumerable<int> Last(int count) => Enumerable.Range(0, count).Reverse();

    private static string Payload(string format, int left) => format switch
    {
        "Arduino Opta" => Json(
            $$"""{"v":"v0.1.0","rssi":#,"cb":0,"c1":{{(left % 3 == 0 ? 5 : left % 4)}},"c2":0,"c3":0,"c4":0,"c5":0,"c6":0,"sb":0,"s1":0,"s2":0,"s3":{{(left % 5 == 1 ? 0 : 1)}},"s4":0,"s5":0,"s6":0,"a7":12,"a8":0}""", -65 - (left % 4)),
        "Arduino Opta, meter" => Opta(left, 1234.5 - left, -65 - (left % 4)),
        "Tasmota counter" => $$$"""{"Time":"2024-03-01T14:{{{59 - left}}}:00","COUNTER":{"C1":{{{1234 - (3 * left)}}},"C2":{{{7 - (left / 4)}}}}}""",
        "Zigbee2MQTT plug" => Json(
            $$"""{"current":0.54,"energy":#,"identify":null,"linkquality":{{255 - left}},"power":{{102 - (left % 7)}},"power_on_behavior":"on","state":"{{(left % 6 == 5 ? "OFF" : "ON")}}","update":{"installed_version":33816645,"state":"idle"},"voltage":230}""", 1.05 - (left * 0.01)),
        "Omron NX" => $$"""{"GoodCnt":"{{4321 - (2 * left):D7}}","NgCnt":"{{12 - (left / 3)}}","Run":"{{(left % 6 == 5 ? 0 : 1)}}","kWh":"+{{((1234.56 - left) / 1000).ToString("0.00000", CultureInfo.InvariantCulture)}}E+03"}""",
        "Phoenix PLCnext" => $$"""{"Arp.Plc.Eclr/Main1.xRun":{{(left % 6 == 5 ? "false" : "true")}},"Arp.Plc.Eclr/Main1.diGood":{{48210 - (5 * left)}},"Arp.Plc.Eclr/Main1.diBad":{{118 - (left / 2)}}}""",
        "Weintek" => $$$"""{"d":{"GoodCount":[{{{1200 - left - (left / 3)}}}],"RejectCount":[{{{14 - (left / 4)}}}],"Running":[{{{(left % 6 == 5 ? "false" : "true")}}}]},"ts":"2020-08-27T07:{{{59 - left}}}:24.360316"}""",
        "Wago" => $$$"""{"FormatId":"TagValues","ApiVersion":1,"CollectionId":1,"TagData":[{"Time":"2018-03-27T17:{{{59 - left}}}:23.720+02:00","Values":{"Good":{{{1200 - (9 * left)}}},"Reject":{{{3 - (left / 8)}}}}},{"Time":"2018-03-27T17:{{{59 - left}}}:53.720+02:00","Values":{"Good":{{{1207 - (9 * left)}}},"Reject":{{{3 - (left / 8)}}}}}]}""",
        "CSV" => $"2024-03-01 14:{59 - left}:00;PRESS1;{1234 - (3 * left)};{12 - (left / 3)};{(15774.45 - (left * 0.25)).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',')};{(left % 6 == 5 ? 0 : 1)}\n",
        "CSV rows" => $"time,station,good,bad\n{1709301900 - (60 * left)},ST10,{(left % 4 == 0 ? 5 : left % 5)},{(left % 3 == 1 ? 1 : 0)}\n{1709301900 - (60 * left)},ST20,{(left % 5 == 0 ? 7 : left % 4)},{(left % 4 == 0 ? 1 : 0)}\n",
        "key-value" => $"ID=17 CNT={1234 - (2 * left) - (left % 2):D6} REJ={7 - (left / 4):D4} RUN={(left % 6 == 5 ? 0 : 1)} KWH={(15774.45 - (left * 0.1)).ToString("0.000", CultureInfo.InvariantCulture)} RSSI={-71 - (left % 3)}",
        "line protocol" => $"machine,site=leeds,station=CNC-1 parts={1200 - (2 * left)}i,rejects={3 - (left / 6)}i,kwh={(15774.45 - (left * 0.1)).ToString("0.00", CultureInfo.InvariantCulture)},running={(left % 6 == 5 ? "f" : "t")} 1650006388943000000\n"
            + $"machine,site=leeds,station=CNC-2 parts={88 - left}i,running={(left % 4 == 3 ? "true" : "false")} 1650006388943000000\n",
        "line of machines" => $$"""{"line":7,"machines":[{"id":"M1","good":{{(left % 3 == 0 ? 10 : left % 5)}},"bad":{{(left % 4 == 1 ? 1 : 0)}},"run":{{(left % 6 == 5 ? 0 : 1)}}},{"id":"M2","good":{{left % 4}},"bad":{{(left % 5 == 0 ? 2 : 0)}},"run":{{(left % 4 == 3 ? 1 : 0)}}}]}""",
        "nan in JSON" => $$"""{"kwh": NaN, "cnt": {{12 - (left / 2)}}, "run": {{(left % 6 == 5 ? "false" : "true")}}}""",
        "wmbusmeters" => Json(
            $$"""{"_":"telegram","media":"electricity","meter":"omnipower","name":"myomnipower","id":"32666857","total_energy_consumption_kwh":#,"total_energy_production_kwh":0,"current_power_consumption_kw":{{left % 3}},"timestamp":"2024-03-01T14:{{59 - left}}:00Z"}""", 7.94 - (left * 0.02)),
        "Wh since the last message" => $$"""{"dWh":{{37 - (left % 5)}}}""",
        "samples" => $$"""{"dev":"logger-3","samples":[{"t":{{1709301900 - (240 * left)}},"n":3},{"t":{{1709301960 - (240 * left)}},"n":{{(left % 2 == 0 ? 5 : 1)}}},{"t":{{1709302020 - (240 * left)}},"n":0},{"t":{{1709302080 - (240 * left)}},"n":4}]}""",
        "modem" => $$"""{"csq":{{17 - (left % 4)}},"good":{{(left % 3 == 0 ? 5 : left % 4)}}}""",
        "Eastron meter, Modbus RTU" => Rtu((float)(1234.56 - (left * 0.11))),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
    };

    private static string Opta(int left, double kwh, int rssi) => Json(
        $$"""{"v":"v0.1.0","rssi":{{rssi}},"cb":0,"c1":{{(left % 3 == 0 ? 2 : left % 4)}},"c2":0,"s1":0,"s3":1,"a7":12,"p1v1":{{(kwh < 0 ? "-1" : "230.5000")}},"p1a1":{{(kwh < 0 ? "-1" : $"{1 + (left % 3)}.2000")}},"pf1":{{(kwh < 0 ? "-1" : "0.9500")}},"kWh1":#}""", kwh);

    private static string Tasmota(int left) => Json(
        $$$"""{"Time":"2018-02-15T17:{{{59 - left}}}:10","ENERGY":{"TotalStartTime":"2018-11-14T18:39:40","Total":#,"Yesterday":5.340,"Today":{{{((954 - (4 * left)) / 1000.0).ToString(CultureInfo.InvariantCulture)}}},"Period":{{{217 - (left % 5)}}},"Power":{{{2635 - (left % 9)}}},"Voltage":230}}""", 6.294 - (left * 0.004));

    private static string Json(string payload, double value) => payload.Replace("#", Math.Round(value, 3).ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Rtu(float value)
    {
        byte[] answer = [1, 4, 4, .. BitConverter.GetBytes(value).Reverse()];
        var crc = Transformer.Payloads.Crc16.Modbus(answer);
        return Convert.ToHexString([.. answer, (byte)crc, (byte)(crc >> 8)]);
    }
}
