using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary>Options that several commands take in the same words.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The data directory.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for programs." };

    public static Option<bool> KeepTokens() => new("--keep") { Description = "Let the earlier tokens work beside the new one, until the next rotation without --keep." };

    public static Argument<string> DeviceId() => new("ID") { Description = "Device ID, account/device, such as acme/press-1." };
}
