using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Busroot.Load.Generator;

namespace Busroot.Load.Servers;

/// <summary>Starts the product: its Release build, with an empty data directory and one rule.</summary>
internal static partial class BusrootServer
{
    public const string UserName = "load";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    // The rule every system is compared with: registers of a device to the signals of a machine.
    private const string Rule = """
        {
          "description": "Registers as arrays, for load tests",
          "devices": ["acme/*"],
          "payload": "json",
          "kind": "mapping",
          "mapping": {
            "production_count_good": { "expr": "payload.regs[0] * 65536 + payload.regs[1]" },
            "electrical_kwh": { "expr": "(payload.regs[2] * 65536 + payload.regs[3]) / 100" },
            "productive": { "expr": "payload.status === 'RUN' ? 1 : 0" },
            "rssi": { "expr": "parseInt(payload.rssi, 10)" }
          }
        }
        """;

    private static string Program => Path.Combine(Sources.Root, "artifacts", "bin", "Busroot.Server", "release", "busroot.dll");

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="setup">With a login its listener is the one that asks for it, and the login is registered first; otherwise the open one.</param>
    public static (ServerProcess Server, Login? Login) Start(ServerSetup setup)
    {
        if (!File.Exists(Program))
        {
            throw new LoadException($"{Program} is missing; build it with: dotnet build src/Server -c Release");
        }

        var directory = Directory.CreateTempSubdirectory("busroot-load-").FullName;
        var data = Path.Combine(directory, "data");
        var rules = Path.Combine(directory, "rules", "load", "registers");
        Directory.CreateDirectory(rules);
        File.WriteAllText(Path.Combine(rules, "rule.json"), Rule);
        var login = setup.WithLogin ? new Login(UserName, Register(data)) : null;
        var process = System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet",
        [
            Program, "up", "--data", data, "--rules", Path.Combine(directory, "rules"), "--mqtt", "127.0.0.1:0", "--open", "127.0.0.1:0", "--http", "127.0.0.1:0",
            .. setup.Buffered ? ["--persistence", "buffered"] : Array.Empty<string>(),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { }; // read, so that the pipe never fills
        process.BeginErrorReadLine();
        var ready = ReadyLine(process);
        var port = Port(ready, setup.WithLogin ? "mqtt" : "mqtt (open)");
        var administration = new Administration(new Uri($"http://127.0.0.1:{Port(ready, "http")}"), File.ReadAllText(Path.Combine(data, "admin.key")).Trim());
        return (new ServerProcess("busroot", process, port, directory) { Administration = administration }, login);
    }

    private static string ReadyLine(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        return line.Wait(StartTime, CancellationToken.None) && line.GetAwaiter().GetResult() is { } ready
            ? ready
            : throw new LoadException($"busroot did not become ready within {StartTime.TotalSeconds:0} s.");
    }

    private static int Port(string readyLine, string listener)
    {
        var address = Listener().Matches(readyLine).FirstOrDefault(match => match.Groups["name"].Value == listener)
            ?? throw new LoadException($"busroot has no listener '{listener}'; it said: {readyLine}");
        return int.Parse(address.Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Register(string data)
    {
        var grant = Sources.Output("dotnet", Program, "services", "add", UserName, "--role", "core", "--data", data, "--json");
        using var document = JsonDocument.Parse(grant);
        return document.RootElement.GetProperty("token").GetString()!;
    }

    [GeneratedRegex(@"(?<name>http|mqtt(?: \(\w+\))?) (?:http://)?127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex Listener();
}
