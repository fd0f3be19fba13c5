using System.CommandLine;
using Busroot.Server.Api;
using Busroot.Server.Certificates;
using Busroot.Server.Hosting;
using Busroot.Server.Settings;

namespace Busroot.Server.Commands;

/// <summary>The options of <c>busroot up</c>: what is given there goes before what the settings file says, and that before the defaults.</summary>
internal sealed class UpOptions
{
    private readonly Option<string?> _config = SharedOptions.Config();
    private readonly Option<string[]> _limits = SharedOptions.Limits();
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<string> _mqtt = Defaulted("--mqtt", "Where devices connect.", "HOST:PORT");
    private readonly Option<string?> _mqtts = new("--mqtts") { Description = "Where devices connect over TLS.", HelpName = "HOST:PORT" };
    private readonly Option<string> _http = Defaulted("--http", "Where the API listens.", "HOST:PORT");
    private readonly Option<string?> _https = new("--https") { Description = "Where the API and MQTT over WebSocket are reached over TLS.", HelpName = "HOST:PORT" };
    private readonly Option<string?> _certificate = new("--tls-cert")
    {
        Description = "The certificate for --mqtts and --https, with those between it and its authority: PEM, or .pfx. Read again when it changes.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--tls-key") { Description = "The private key of the certificate, PEM.", HelpName = "FILE" };
    private readonly Option<string?> _password = new("--tls-password-file") { Description = "A file with the password of an encrypted key or .pfx.", HelpName = "FILE" };
    private readonly Option<string?> _authorities = new("--tls-client-ca")
    {
        Description = "Let devices log in on --mqtts by a client certificate of these authorities (PEM) that names their Device ID.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _proxy = new("--proxy-protocol")
    {
        Description = "Demand a PROXY protocol v2 header on --mqtt and --mqtts, and believe the client address in it. Only behind a load balancer that adds it, and where nobody else can connect.",
    };

    private readonly Option<string?> _rules = new("--rules") { Description = "The rules directory. Without it: ./rules, else the rules shipped with the program.", HelpName = "DIR" };
    private readonly Option<string?> _open = new("--open") { Description = "Also take MQTT clients without a login here, for development; this machine only.", HelpName = "HOST:PORT" };
    private readonly Option<string> _persistence = Defaulted(
        "--persistence", "durable: acknowledged is on disk, also when the power fails. buffered: it survives the end of the program, not of the machine's power.", "MODE");

    private readonly Option<bool> _demo = new("--demo") { Description = "Register example devices, play their readings and show what becomes of them." };

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _config, _limits, _data, _mqtt, _mqtts, _http, _https, _certificate, _key, _password, _authorities, _proxy, _rules, _open, _persistence, _demo,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>Puts together what was told.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Gains what is wrong with the settings file and the limits; the rest is <see cref="ServerArguments.Check"/>'s.</param>
    public ServerArguments Read(ParseResult parsed, List<string> problems)
    {
        var file = SettingsFile.Read(parsed.GetValue(_config), problems);
        LimitArguments.Read(parsed.GetValue(_limits) ?? [], file.Limits, problems);
        var text = new GivenOptions(parsed, file);
        return new ServerArguments(text.Of(_data)!, text.Of(_mqtt)!, text.Of(_http)!, text.Of(_rules), text.Of(_open), parsed.GetValue(_demo))
        {
            Mqtts = text.Of(_mqtts),
            Https = text.Of(_https),
            Tls = new TlsArguments(text.Of(_certificate), text.Of(_key), text.Of(_password), text.Of(_authorities)),
            ProxyProtocol = parsed.GetValue(_proxy) || text.FromFile(_proxy) == "true",
            Persistence = text.Of(_persistence)!,
            Settings = SettingValues.Read(file.Limits, problems),
            Places = text.Places,
        };
    }

    /// <summary>The value of an option as <see cref="Read"/> would take it, for the reference.</summary>
    public SettingView Show(ParseResult parsed, FileOption option)
    {
        var file = SettingsFile.Read(parsed.GetValue(_config), []);
        var given = parsed.CommandResult.Command.Options.Single(known => known.Name == option.Option);
        var text = new GivenOptions(parsed, file);
        var onCommandLine = parsed.GetResult(given) is { Implicit: false };
        var value = onCommandLine && given is Option<bool> on ? (parsed.GetValue(on) ? "true" : "false")
            : onCommandLine ? text.Of(given)!
            : text.FromFile(given) ?? option.Default;
        return new SettingView(option.Name, value, option.Default, option.Value, "text", onCommandLine ? option.Option : text.Places.GetValueOrDefault(option.Option, "default"));
    }

    private static Option<string> Defaulted(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => FileOption.DefaultOf(name) };

    private sealed class GivenOptions(ParseResult parsed, SettingsFile file)
    {
        /// <summary>Where options stand whose value is the file's.</summary>
        public Dictionary<string, string> Places { get; } = [];

        public string? Of(Option option) =>
            FromFile(option) ?? (parsed.GetResult(option) is { } given ? given.GetValueOrDefault<string?>() : null);

        /// <summary>What the file says, unless the option itself was given.</summary>
        public string? FromFile(Option option)
        {
            if (parsed.GetResult(option) is { Implicit: false } || !file.Options.TryGetValue(option.Name, out var given))
            {
                return null;
            }

            Places[option.Name] = given.Place;
            return given.Text;
        }
    }
}
