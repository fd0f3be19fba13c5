using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>A running <c>busroot up</c> and what one does around it.</summary>
internal sealed partial class BusrootServer : IAsyncDisposable
{
    private readonly string _data;
    private readonly HttpClient _http;

    private BusrootServer(ProgramRun run, string data, string ready)
    {
        Run = run;
        _data = data;
        MqttPort = Port(MqttAddress().Match(ready));
        OpenPort = Port(OpenAddress().Match(ready));
        _http = new HttpClient { BaseAddress = new Uri(HttpAddress().Match(ready).Value), Timeout = Deadline.Length };
    }

    public ProgramRun Run { get; }

    /// <summary>Where devices connect.</summary>
    public int MqttPort { get; }

    /// <summary>Where clients connect without a login; 0 when it was not opened.</summary>
    public int OpenPort { get; }

    /// <summary>Starts a server on ports of its own and waits until it is ready.</summary>
    public static Task<BusrootServer> StartAsync(string data, params string[] more) => StartAsync([Repository.Busroot], data, more);

    /// <summary>The same by way of another program.</summary>
    /// <param name="program">It and its first arguments; the command line of the server follows.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="more">Further arguments of the server.</param>
    public static async Task<BusrootServer> StartAsync(string[] program, string data, string[] more)
    {
        var run = ProgramRun.Start(program[0], [.. program[1..], "up", "--data", data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", .. more]);
        try
        {
            return new BusrootServer(run, data, await run.LineAsync(run.Output, line => line.Contains(" is ready: ", StringComparison.Ordinal), "the ready line"));
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of the program on this server's data.</summary>
    public Task<CommandResult> CommandAsync(params string[] arguments) => ProgramRun.RunAsync(Repository.Busroot, [.. arguments, "--data", _data]);

    /// <summary>Registers a device, quicker than the command does.</summary>
    public async Task<Login> AddDeviceAsync(string deviceId, object? variables = null, string[]? stations = null, string? rule = null)
    {
        var grant = await PostAsync("api/v1/devices", new { deviceId, variables, stations, rule });
        return new Login(deviceId, grant.GetProperty("token").GetString()!);
    }

    /// <summary>Makes a service account.</summary>
    public async Task<Login> AddServiceAsync(string name, string role, string? account = null)
    {
        var grant = await PostAsync("api/v1/services", new { name, role, account });
        return new Login(name, grant.GetProperty("token").GetString()!);
    }

    /// <summary>The quarantined readings, newest first.</summary>
    public async Task<JsonElement[]> QuarantineAsync() => [.. (await CommandAsync("quarantine", "list", "--json")).Done().Json.EnumerateArray()];

    /// <summary>Gets a page without a login.</summary>
    public async Task<(int Status, string Text)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Run.DisposeAsync();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(_data, "admin.key"))).Trim());
        using var response = await _http.SendAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue("the server answered {0}", await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static int Port(Match match) => match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"mqtt 127\.0\.0\.1:(\d+)")]
    private static partial Regex MqttAddress();

    [GeneratedRegex(@"mqtt \(open\) 127\.0\.0\.1:(\d+)")]
    private static partial Regex OpenAddress();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex HttpAddress();
}
