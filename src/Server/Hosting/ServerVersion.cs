using System.Reflection;

namespace Busroot.Server.Hosting;

/// <summary>The version of this program, as its build was given it.</summary>
internal static class ServerVersion
{
    /// <summary>Such as <c>0.1.0</c>, without the commit the build adds to it.</summary>
    public static string Text { get; } =
        (typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}

/// <summary>When this server was started.</summary>
internal sealed record ServerStart(DateTimeOffset At);
