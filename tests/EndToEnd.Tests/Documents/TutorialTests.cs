using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Documents;

/// <summary>Does what docs/rules.md tells a newcomer to do, line by line, in a directory that holds the library's rules and the program.</summary>
[UnsupportedOSPlatform("windows")]
public partial class TutorialTests(ITestOutputHelper output) : ServerTest(output)
{
    private readonly List<ProgramRun> _staying = [];
    private string _token = "";

    [MosquittoFact]
    public async Task The_ten_minutes_of_the_page_go_as_it_says()
    {
        await SetOutAsync();

        foreach (var step in Tutorial.Steps)
        {
            await DoAsync(step);
        }

        Tutorial.Steps.Should().HaveCountGreaterThan(4).And.Contain(step => step.Commands.Contains("mosquitto_pub", StringComparison.Ordinal) && step.Shown.Count > 0);
    }

    private async Task SetOutAsync()
    {
        (await ProgramRun.RunAsync("cp", ["-r", Repository.Rules, Directory.Path])).Done();
        foreach (var (name, content) in Tutorial.Files)
        {
            Directory.Write($"{Tutorial.Folder}/{name}", content);
        }

        // The one thing that is not as on the page: ports of its own.
        Directory.Write("busroot", $"""
            #!/bin/sh
            case $1 in up) set -- "$@" --mqtt 127.0.0.1:0 --http 127.0.0.1:0 ;; esac
            exec '{Repository.Busroot}' "$@"
            """);
        File.SetUnixFileMode(Directory.In("busroot"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task DoAsync(TutorialStep step)
    {
        var lines = step.Commands.TrimEnd().Replace("TOKEN", _token, StringComparison.Ordinal);
        var run = EndWithTest(ProgramRun.Start("sh", ["-euc", $"cd \"$1\"; export XDG_CONFIG_HOME=\"$1/config\"\n{(step.Stays ? "exec " : "")}{lines}", "sh", Directory.Path]));
        if (step.Stays)
        {
            _staying.Add(run);
        }
        else
        {
            Keep((await run.EndAsync()).Done());
        }

        await Deadline.PollAsync(() => Task.FromResult(_staying.Append(run).FirstOrDefault(one => step.IsShownBy(Printed(one)))), $"what the page shows below\n{step.Commands}{string.Join('\n', step.Shown)}");
        await LetClientsFindTheServerAsync();
    }

    private void Keep(CommandResult result) => _token = Token().Match(result.Output) is { Success: true } token ? token.Groups[1].Value : _token;

    // As in a terminal: both streams, and the ports that are usual.
    private IEnumerable<string> Printed(ProgramRun run) =>
        run.Output.Seen.Concat(run.Error.Seen).Select(line => Ports() is var (mqtt, http) ? line.Replace($"127.0.0.1:{mqtt}", "127.0.0.1:1883", StringComparison.Ordinal).Replace($"127.0.0.1:{http}", "127.0.0.1:8080", StringComparison.Ordinal) : line);

    private Task LetClientsFindTheServerAsync() =>
        Ports() is var (mqtt, _) ? File.WriteAllTextAsync(System.IO.Directory.CreateDirectory(Directory.In("config")).FullName + "/mosquitto_pub", $"-p {mqtt}\n") : Task.CompletedTask;

    private (string Mqtt, string Http)? Ports() =>
        _staying.SelectMany(run => run.Output.Seen).Select(line => Ready().Match(line)).FirstOrDefault(match => match.Success) is { } ready ? (ready.Groups[1].Value, ready.Groups[2].Value) : null;

    [GeneratedRegex(@"^Token +(\S+)", RegexOptions.Multiline)]
    private static partial Regex Token();

    [GeneratedRegex(@" is ready: mqtt 127\.0\.0\.1:(\d+), http http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Ready();
}
