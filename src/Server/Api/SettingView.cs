namespace Busroot.Server.Api;

/// <summary>One setting, as <c>busroot config --json</c> has it; every value is written as it would be given.</summary>
/// <param name="Setting">Its name in the settings file, such as <c>limits.maximumPacketBytes</c>.</param>
/// <param name="Value">In force.</param>
/// <param name="Default">When nothing is given.</param>
/// <param name="Range">What it may be.</param>
/// <param name="Unit">bytes, time, count, switch, filters or text.</param>
/// <param name="From">Where the value was given: a place in the settings file, an option, or <c>default</c>.</param>
internal sealed record SettingView(string Setting, string Value, string Default, string Range, string Unit, string From);
