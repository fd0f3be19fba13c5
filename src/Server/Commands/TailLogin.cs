using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Busroot.Broker.Identity;
using Busroot.Mqtt.Client;
using Busroot.Server.Hosting;

namespace Busroot.Server.Commands;

/// <summary>The options that say where <c>tail</c> connects and as whom.</summary>
internal sealed class TailLogin
{
    private const string DefaultAddress = "127.0.0.1:1883";

    private readonly Option<string?> _mqtt = new("--mqtt") { Description = "The broker. Without it: the server of the data directory, else " + DefaultAddress + ".", HelpName = "HOST:PORT" };
    private readonly Option<string?> _user = new("--user") { Description = "User name: a Device ID or a service account." };
    private readonly Option<string?> _password = new("--password") { Description = "Its token. Other users of this machine can see it while the command runs; --password-file hides it." };
    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "A file whose first line is its token.", HelpName = "FILE" };
    private readonly Option<string> _data = SharedOptions.Data();

    public void AddTo(Command command)
    {
        command.Add(_mqtt);
        command.Add(_user);
        command.Add(_password);
        command.Add(_passwordFile);
        command.Add(_data);
        command.Validators.Add(result =>
        {
            var secrets = new[] { result.GetResult(_password), result.GetResult(_passwordFile) }.Count(option => option is { Implicit: false });
            var user = result.GetResult(_user) is { Implicit: false };
            if (secrets > 1)
            {
                result.AddError("--password and --password-file are two ways to say one thing; give one of them.");
            }
            else if (user != secrets > 0)
            {
                result.AddError("--user and --password (or --password-file) belong together.");
            }
        });
        _mqtt.Validators.Add(option =>
        {
            if (option.Tokens is [var token] && Address(token.Value) is null)
            {
                option.AddError($"--mqtt {token.Value}: write HOST:PORT, for instance {DefaultAddress}.");
            }
        });
    }

    /// <summary>Puts together how to connect.</summary>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public MqttClientOptions Read(ParseResult parsed)
    {
        var server = DataHolder.ReadServer(Path.GetFullPath(parsed.GetRequiredValue(_data)));
        var address = parsed.GetValue(_mqtt) ?? server?.Server.Mqtt ?? DefaultAddress;
        var (host, port) = Address(address)!.Value;
        var (user, password) = Login(parsed, server, address);
        return new MqttClientOptions
        {
            Host = host,
            Port = port,
            UserName = user,
            Password = password is null ? null : Encoding.UTF8.GetBytes(password),
            ClientId = $"{user ?? "tail"}/tail-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
        };
    }

    // The key goes to the server that made it and nowhere else, whatever --mqtt says.
    private (string? User, string? Password) Login(ParseResult parsed, (ServerFile Server, string Key)? server, string address) =>
        parsed.GetValue(_user) is { } user ? (user, parsed.GetValue(_password) ?? FirstLine(parsed.GetValue(_passwordFile)!))
        : server is var (file, key) && file.Mqtt == address ? (ServiceAccount.LocalAdmin, key)
        : (null, null);

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault()?.Trim() ?? throw new CommandFailure($"The password file {file} is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The password file cannot be read: {error.Message}");
        }
    }

    private static (string Host, int Port)? Address(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        var isPlain = host.Length > 0 && (!host.Contains(':', StringComparison.Ordinal) || (host[0] == '[' && host[^1] == ']'));
        return isPlain && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (host.Trim('[', ']'), port)
            : null;
    }
}
