using System.Net;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Server.Certificates;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Settings;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Hosting;

/// <summary>What <c>busroot up</c> was told, as written.</summary>
internal sealed record ServerArguments(string Data, string Mqtt, string Http, string? Rules, string? Open, bool Demo)
{
    public string? Mqtts { get; init; }

    public string? Https { get; init; }

    public TlsArguments Tls { get; init; } = new(null, null, null, null);

    public bool ProxyProtocol { get; init; }

    public string Persistence { get; init; } = "durable";

    public SettingValues Settings { get; init; } = new();

    /// <summary>Where the settings file has an option, for those it was taken from.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks everything at once.</summary>
    /// <param name="problems">Gains one sentence a problem, each naming its option and, if that is where it is from, its place in the settings file.</param>
    /// <returns>The options, or null when there are problems, also when there were some before.</returns>
    public ServerOptions? Check(List<string> problems)
    {
        var found = new List<string>();
        var options = CheckOptions(found);
        problems.AddRange(found.Select(problem => Places.TryGetValue(problem.Split(' ', ':')[0], out var place) ? $"{place}: {problem}" : problem));
        return problems.Count > 0 ? null : options;
    }

    private ServerOptions? CheckOptions(List<string> problems)
    {
        var mqtt = Address("--mqtt", Mqtt, problems);
        var http = Address("--http", Http, problems);
        var mqtts = Mqtts is null ? null : Address("--mqtts", Mqtts, problems);
        var https = Https is null ? null : Address("--https", Https, problems);
        var tls = Tls.Check(Mqtts is not null, Https is not null, problems);
        var open = Open is null ? null : Address("--open", Open, problems);
        if (open is not null && !IPAddress.IsLoopback(open.Address))
        {
            problems.Add($"--open {Open}: clients without a login are only taken from this machine; use a loopback address such as 127.0.0.1:1884.");
        }

        if (Demo && ProxyProtocol)
        {
            problems.Add("--demo: its devices connect without a load balancer, which --proxy-protocol forbids; leave one of them out.");
        }

        var rules = Rules ?? DefaultRules();
        if (!Directory.Exists(rules))
        {
            problems.Add($"--rules {rules}: there is no such directory.");
        }

        if (Persistence is not ("durable" or "buffered"))
        {
            problems.Add($"--persistence {Persistence}: this is durable or buffered{ObjectReader.Hint(Persistence, ["durable", "buffered"])}");
        }

        if (string.IsNullOrWhiteSpace(Data))
        {
            problems.Add("--data: the name is empty.");
        }

        RefuseSamePort([("--mqtt", mqtt), ("--mqtts", mqtts), ("--http", http), ("--https", https), ("--open", open)], problems);
        return problems.Count > 0
            ? null
            : new ServerOptions
            {
                Data = Data,
                Mqtt = mqtt!,
                Mqtts = mqtts,
                Http = http!,
                Https = https,
                Tls = tls,
                ProxyProtocol = ProxyProtocol,
                Rules = Path.GetFullPath(rules),
                Open = open,
                Demo = Demo,
                Persistence = Persistence == "buffered" ? PersistenceMode.Buffered : PersistenceMode.Durable,
                Limits = Settings.Of<BrokerLimits>(),
                Quarantine = Settings.Of<QuarantineLimits>(),
                History = Settings.Of<HistoryLimits>(),
                Shadow = Settings.Of<ShadowLimits>(),
            };
    }

    /// <summary>The rules of the working directory if it has some, else those shipped beside the program.</summary>
    public static string DefaultRules() => Directory.Exists("rules") ? "rules" : Path.Combine(AppContext.BaseDirectory, "rules");

    private static IPEndPoint? Address(string option, string text, List<string> problems)
    {
        var known = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1:" + text["localhost:".Length..] : text;
        var colon = known.LastIndexOf(':');

        // IPEndPoint reads "1883" as the address 0.0.7.91 and "::1" without a port: both are mistakes here.
        if (colon > 0 && (known.IndexOf(':', StringComparison.Ordinal) == colon || known[colon - 1] == ']')
            && known.AsSpan(0, colon).IndexOfAny('.', ':') >= 0 && ushort.TryParse(known.AsSpan(colon + 1), out _) && IPEndPoint.TryParse(known, out var address))
        {
            return address;
        }

        problems.Add($"{option} {text}: this is no address to listen on; write an IP address and a port, such as 127.0.0.1:1883, 0.0.0.0:1883 or [::1]:1883.");
        return null;
    }

    private static void RefuseSamePort(ReadOnlySpan<(string Option, IPEndPoint? Address)> listeners, List<string> problems)
    {
        for (var i = 0; i < listeners.Length; i++)
        {
            for (var j = i + 1; j < listeners.Length; j++)
            {
                if (listeners[i].Address is { Port: > 0 } first && first.Equals(listeners[j].Address))
                {
                    problems.Add($"{listeners[i].Option} and {listeners[j].Option} are both {first}; each needs a port of its own.");
                }
            }
        }
    }
}
