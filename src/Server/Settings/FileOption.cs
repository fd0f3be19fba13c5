using System.Collections.Immutable;

namespace Busroot.Server.Settings;

/// <summary>A key of the settings file that says the same as an option of <c>busroot up</c>.</summary>
/// <param name="Section">The object it stands in; empty for the file itself.</param>
/// <param name="Key">Its name there.</param>
/// <param name="Option">The option.</param>
/// <param name="Value">What it holds, as the reference names it.</param>
/// <param name="Default">Its value when neither is given.</param>
internal sealed record FileOption(string Section, string Key, string Option, string Value, string Default)
{
    /// <summary>How a switch is named among the kinds of values.</summary>
    public const string Switch = "true or false";

    private const string Address = "HOST:PORT";
    private const string File = "file";
    private const string Directory = "directory";

    /// <summary>Every such key, in the order of the reference.</summary>
    public static ImmutableArray<FileOption> All { get; } =
    [
        new("", "data", "--data", Directory, "./data"),
        new("", "rules", "--rules", Directory, "./rules, else those shipped"),
        new("", "persistence", "--persistence", "durable or buffered", "durable"),
        new("listeners", "mqtt", "--mqtt", Address, "127.0.0.1:1883"),
        new("listeners", "mqtts", "--mqtts", Address, "none"),
        new("listeners", "http", "--http", Address, "127.0.0.1:8080"),
        new("listeners", "https", "--https", Address, "none"),
        new("listeners", "open", "--open", Address, "none"),
        new("listeners", "proxyProtocol", "--proxy-protocol", Switch, "false"),
        new("tls", "certificate", "--tls-cert", File, "none"),
        new("tls", "key", "--tls-key", File, "none"),
        new("tls", "passwordFile", "--tls-password-file", File, "none"),
        new("tls", "clientAuthorities", "--tls-client-ca", File, "none"),
    ];

    /// <summary>Its whole name, such as <c>listeners.mqtt</c>.</summary>
    public string Name => Section.Length == 0 ? Key : $"{Section}.{Key}";

    /// <summary>True for a path: one that is not absolute is meant from where the settings file is.</summary>
    public bool IsPath => Value is File or Directory;

    /// <summary>The default of an option that has one.</summary>
    public static string DefaultOf(string option) => All.Single(known => known.Option == option).Default;
}
