using System.CommandLine;
using Busroot.Server.Settings;

namespace Busroot.Server.Commands;

/// <summary>Options that several commands take in the same words.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The data directory.",
        HelpName = "DIR",
        DefaultValueFactory = _ => FileOption.DefaultOf("--data"),
    };

    public static Option<string?> Config() => new("--config") { Description = "A settings file, JSON. An option beside it goes before what it says.", HelpName = "FILE" };

    public static Option<string[]> Limits() => new("--limit")
    {
        Description = "Set one limit, such as maximumPacketBytes=64KiB; may be repeated. 'busroot config' lists them.",
        HelpName = "NAME=VALUE",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for programs." };

    public static Option<bool> KeepTokens() => new("--keep") { Description = "Let the earlier tokens work beside the new one, until the next rotation without --keep." };

    public static Argument<string> DeviceId() => new("ID") { Description = "Device ID, account/device, such as acme/press-1." };
}
