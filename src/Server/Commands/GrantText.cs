using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary>Prints a new token with everything needed to use it.</summary>
internal static class GrantText
{
    private const string DefaultAddress = "127.0.0.1:1883";

    /// <summary>Prints a device's token.</summary>
    /// <param name="parsed">Has the output.</param>
    /// <param name="grant">The token.</param>
    /// <param name="mqttAddress">Where the running server listens; null when none runs.</param>
    /// <param name="json">For a program.</param>
    public static void Print(ParseResult parsed, DeviceGrant grant, string? mqttAddress, bool json)
    {
        if (json)
        {
            parsed.WriteJson(grant);
            return;
        }

        var (host, port) = Split(mqttAddress ?? DefaultAddress);
        parsed.WriteLine($"Device ID   {grant.DeviceId}");
        parsed.WriteLine($"User name   {grant.DeviceId}");
        parsed.WriteLine($"Token       {grant.Token}");
        parsed.WriteLine($"Client ID   {grant.DeviceId}/ and any text you like, a different one for each connection");
        parsed.WriteLine($"Raw topic   busroot/v1/dau/{grant.DeviceId}");
        parsed.WriteLine("");
        parsed.WriteLine("The token is the password. It is shown only now: only its hash is kept.");
        parsed.WriteLine(mqttAddress is null ? "Try it (once 'busroot up' is running):" : "Try it:");
        parsed.WriteLine($"  mosquitto_pub -h {host} -p {port} -i {grant.DeviceId}/test -u {grant.DeviceId} -P {grant.Token} -q 1 \\");
        parsed.WriteLine($"    -t busroot/v1/dau/{grant.DeviceId} -m '{{\"c1\":1}}'");
    }

    /// <summary>Prints a service account's token.</summary>
    public static void Print(ParseResult parsed, ServiceGrant grant, bool json)
    {
        if (json)
        {
            parsed.WriteJson(grant);
            return;
        }

        parsed.WriteLine($"User name   {grant.Name}");
        parsed.WriteLine($"Token       {grant.Token}");
        parsed.WriteLine($"Client ID   {grant.Name}/ and any text you like, a different one for each connection");
        parsed.WriteLine("");
        parsed.WriteLine("The token is the password. It is shown only now: only its hash is kept.");
    }

    private static (string Host, string Port) Split(string address)
    {
        var colon = address.LastIndexOf(':');
        return (address[..colon].Trim('[', ']'), address[(colon + 1)..]);
    }
}
