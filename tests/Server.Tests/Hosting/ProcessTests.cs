using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Busroot.Server.Tests.Commands;
using Busroot.Server.Tests.Transports;

namespace Busroot.Server.Tests.Hosting;

/// <summary>The program as an operator sees it: a process, its output, signals.</summary>
[UnsupportedOSPlatform("windows")] // signals are Unix's
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sigterm_stops_a_server_cleanly()
    {
        using var server = await UpAsync();
        server.Ready.Should().Contain("is ready").And.Contain("http http://127.0.0.1:").And.NotContain(":0").And.Contain(_directory.Data);

        await SignalAsync(server.Process, "TERM");

        (await ExitCodeAsync(server.Process)).Should().Be(0);
        File.Exists(Path.Combine(_directory.Data, "server.json")).Should().BeFalse();
        File.Exists(Path.Combine(_directory.Data, "admin.key")).Should().BeFalse();
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_that_keeps_the_next_one_or_a_command_from_starting()
    {
        using (var first = await UpAsync())
        {
            (await CommandRun.Of("devices", "add", "acme/press-1", "--data", _directory.Data)).ExitCode.Should().Be(0);
            await SignalAsync(first.Process, "KILL");
            await ExitCodeAsync(first.Process);
        }

        File.Exists(Path.Combine(_directory.Data, "server.json")).Should().BeTrue("a killed process tidies nothing");
        (await CommandRun.Of("devices", "list", "--data", _directory.Data)).Output.Should().Contain("acme/press-1");
        using var second = await UpAsync();
        (await CommandRun.Of("devices", "list", "--data", _directory.Data)).Output.Should().Contain("acme/press-1");
        await SignalAsync(second.Process, "INT");
        (await ExitCodeAsync(second.Process)).Should().Be(0);
    }

    [Fact]
    public async Task A_server_that_has_no_descriptors_left_rests_says_so_once_and_takes_clients_again()
    {
        using var server = await UpAsync(mostDescriptors: 320);
        var port = int.Parse(Regex.Match(server.Ready, @"mqtt 127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        var clients = new List<TcpClient>();
        for (var i = 0; i < 320; i++)
        {
            clients.Add(new TcpClient());
            await clients[i].ConnectAsync(IPAddress.Loopback, port); // the last ones wait in the system's queue
        }

        await Eventually.True(() => server.Errors.Any(line => line.Contains("accepts nobody for a second")));
        clients.ForEach(client => client.Dispose());

        using var last = new TcpClient();
        await last.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = last.GetStream();
        (await stream.LogInAsync("nobody")).Should().NotBe(0, "it has no login, and gets that answer");
        server.Errors.Count(line => line.Contains("accepts nobody for a second")).Should().BeLessThan(30, "it rests, and does not spin");
        await SignalAsync(server.Process, "TERM");
        (await ExitCodeAsync(server.Process)).Should().Be(0);
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task<Up> UpAsync(int? mostDescriptors = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "busroot.dll");
        string[] command = ["dotnet", program, "up", "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", _directory.Data, "--rules", _directory.Rules];
        var limited = mostDescriptors is { } most ? ["bash", "-c", $"ulimit -n {most} && exec \"$0\" \"$@\"", .. command] : command;
        var start = new ProcessStartInfo(limited[0], limited[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(Deadline);
        return new Up(process, await process.StandardOutput.ReadLineAsync(deadline.Token) ?? "", errors);
    }

    private sealed record Up(Process Process, string Ready, IReadOnlyCollection<string> Errors) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill();
            }

            Process.Dispose();
        }
    }
}
