using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>mosquitto's own clients, as an integrator uses them.</summary>
internal static class Mosquitto
{
    // Line by line even into a pipe, so that a test sees an answer when it is given.
    private const string LineByLine = "stdbuf";

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? MissingReason { get; } = new[] { "mosquitto_pub", "mosquitto_sub", LineByLine }.FirstOrDefault(program => !IsInstalled(program)) is { } missing
        ? $"{missing} is not installed; the packages are mosquitto-clients and coreutils."
        : null;

    /// <summary>Publishes one message, and says what the broker answered.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="login">Null for none.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="payload">Text; "-n" among <paramref name="more"/> instead for none.</param>
    /// <param name="version">311 or 5.</param>
    /// <param name="qos">0, 1 or 2.</param>
    /// <param name="more">Further options; a later one wins.</param>
    public static Task<CommandResult> PublishAsync(int port, Login? login, string topic, string payload, string version = "5", int qos = 1, params string[] more) =>
        ProgramRun.RunAsync("mosquitto_pub", ["-d", .. Connection(port, login, version), "-q", $"{qos}", "-t", topic, "-m", payload, .. more]);

    /// <summary>Publishes each line as a message.</summary>
    public static Task<CommandResult> PublishLinesAsync(int port, Login login, string topic, IEnumerable<string> payloads, string version = "5", int qos = 1) =>
        ProgramRun.RunAsync("mosquitto_pub", [.. Connection(port, login, version), "-q", $"{qos}", "-t", topic, "-l"], string.Join('\n', payloads) + "\n");

    /// <summary>Publishes a payload that is no text.</summary>
    public static Task<CommandResult> PublishFileAsync(int port, Login login, string topic, string file) =>
        ProgramRun.RunAsync("mosquitto_pub", [.. Connection(port, login, "5"), "-q", "1", "-t", topic, "-f", file]);

    /// <summary>Runs a <c>mosquitto_sub</c> to its end.</summary>
    public static Task<CommandResult> SubscribeAsync(int port, Login? login, string filter, string version = "5", params string[] more) =>
        ProgramRun.RunAsync("mosquitto_sub", ["-d", .. Connection(port, login, version), "-t", filter, "-W", "20", .. more]);

    /// <summary>Starts a <c>mosquitto_sub</c> that prints a JSON document per message.</summary>
    public static ProgramRun StartSubscriber(int port, Login? login, string filter, params string[] more) =>
        ProgramRun.Start(LineByLine, ["-oL", "mosquitto_sub", "-d", "-F", "%j", .. Connection(port, login, "5"), "-q", "1", "-t", filter, .. more]);

    private static string[] Connection(int port, Login? login, string version) =>
        ["-h", "127.0.0.1", "-p", $"{port}", "-V", version, .. login is null ? [] : (string[])["-u", login.User, "-P", login.Token, "-i", $"{login.User}/{Guid.NewGuid():N}"]];

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
