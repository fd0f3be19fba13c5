using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A rule that counts the readings of a device in its state and says which reading it was.</summary>
internal static class CountingRule
{
    public static void Write(TemporaryDirectory directory, string rules)
    {
        directory.Write($"{rules}/acme/counter/rule.json", """{ "description": "counts", "devices": ["*/*"], "payload": "json", "kind": "script" }""");
        directory.Write($"{rules}/acme/counter/rule.js",
            """
            export default function (reading, device) {
              device.state.count = (device.state.count ?? 0) + 1
              return { production_count_good: device.state.count, electrical_kwh: reading.payload.n }
            }
            """);
    }
}
