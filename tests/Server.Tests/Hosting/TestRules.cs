namespace Busroot.Server.Tests.Hosting;

/// <summary>Small rules for servers under test.</summary>
internal static class TestRules
{
    /// <summary>Serves devices named <c>count-…</c>: <c>{"n":5}</c> is a count of 5, and <c>n5</c> is no JSON.</summary>
    public static (string Path, string Text) Count { get; } = ("test/count/rule.json",
        """{ "description": "counts", "devices": ["*/count-*"], "payload": "json", "kind": "mapping", "mapping": { "production_count_good": "n" } }""");

    /// <summary>Serves devices it is assigned to: <c>n5</c> is a count of 5.</summary>
    public static (string Path, string Text)[] Lettered { get; } =
    [
        ("test/lettered/rule.json", """{ "description": "counts after a letter", "devices": ["*/lettered-*"], "payload": "text", "kind": "script" }"""),
        ("test/lettered/rule.js", "export default function (reading) { return { production_count_good: Number(reading.payload.slice(1)) } }"),
    ];

    /// <summary>Serves devices named <c>sum-…</c>: what is new adds up in <c>device.state.total</c>.</summary>
    public static (string Path, string Text)[] Sum { get; } =
    [
        ("test/sum/rule.json", """{ "description": "adds up", "devices": ["*/sum-*"], "payload": "json", "kind": "script" }"""),
        ("test/sum/rule.js", """
            export default function (reading, device) {
              device.state.total = (device.state.total ?? 0) + reading.payload.n
              return { production_count_good: device.state.total }
            }
            """),
    ];
}
