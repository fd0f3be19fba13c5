using System.Collections.Frozen;

namespace Busroot.Transformer.Suggestions;

/// <summary>What people call things on a machine, in English and in German, as the formats of the rule library have it.</summary>
internal static class Vocabulary
{
    public static FrozenSet<string> Bad { get; } = Words("bad reject rejects rejected rej scrap scrapped ng nok nio ko defect defects defective faulty waste ausschuss schlecht");

    public static FrozenSet<string> Good { get; } = Words("good ok io gut accepted passed");

    public static FrozenSet<string> Units { get; } = Words(
        "part parts piece pieces pcs unit units product products produced item items cycle cycles stroke strokes shot shots bottle bottles box boxes production prod stueck stück stk teile qty quantity output made");

    public static FrozenSet<string> Counts { get; } = Words("count counts cnt counter total pulse pulses impulse impulses tally zaehler zähler n");

    /// <summary>Followed by a number: an input that counts.</summary>
    public static FrozenSet<string> CountInputs { get; } = Words("c cnt ctr counter count pulse di in ch input");

    public static FrozenSet<string> Energy { get; } = Words("kwh wh energy aenergy energie consumption verbrauch");

    /// <summary>Beside energy: which of several is the meter reading.</summary>
    public static FrozenSet<string> Total { get; } = Words("total import imported sum consumption kwh wh act gesamt");

    /// <summary>Beside energy: not what the machine took in all.</summary>
    public static FrozenSet<string> OtherEnergy { get; } = Words(
        "today yesterday day month export exported return returned ret feed production reactive apparent varh kvarh kvah power voltage cost tariff price minute by");

    /// <summary>Beside energy: since the last message.</summary>
    public static FrozenSet<string> Interval { get; } = Words("interval delta d diff since increment last");

    public static FrozenSet<string> Productive { get; } = Words("run running runs productive producing operating machining executing isrunning xrun laeuft läuft");

    public static FrozenSet<string> State { get; } = Words("state status mode machine active busy auto phase zustand condition execution");

    public static FrozenSet<string> Switch { get; } = Words("on output relay enabled power production");

    /// <summary>Followed by a number: an input that is on or off.</summary>
    public static FrozenSet<string> SwitchInputs { get; } = Words("s di in input i x");

    /// <summary>A switch that says the opposite, or something else than producing.</summary>
    public static FrozenSet<string> NotProductive { get; } = Words(
        "stop stopped idle fault faulted alarm error err estop emergency door warning off offline connected online button sb cb valid ready maintenance setup test");

    public static FrozenSet<string> SignalStrength { get; } = Words("rssi dbm signal wifi csq");

    public static FrozenSet<string> Csq { get; } = Words("csq");

    public static FrozenSet<string> Percent { get; } = Words("percent pct quality");

    /// <summary>Numbers that say when, not how many.</summary>
    public static FrozenSet<string> Times { get; } = Words(
        "time timestamp ts date datetime epoch uptime up sec secs seconds min minutes hours ms msec millis runtime duration period interval age t");

    /// <summary>Numbers that name, or tell of the message and the device rather than of the machine.</summary>
    public static FrozenSet<string> Names { get; } = Words(
        "id uid seq sequence msg msgid index idx version ver v fw firmware serial address addr port code error errors err alarm alarms heap mem memory free boot boots reboot reboots restart restarts "
        + "reconnects retries fcnt fport channel rx tx bytes line slot rssi snr lqi linkquality battery bat checksum crc");

    /// <summary>Numbers that measure.</summary>
    public static FrozenSet<string> Measures { get; } = Words(
        "temp temperature humidity pressure volt volts voltage amp amps ampere current power apower watt watts kw va pf factor freq frequency speed rpm level percent target setpoint plan planned torque flow weight");

    /// <summary>Measures that are above some value while a machine works.</summary>
    public static FrozenSet<string> Load { get; } = Words("power apower watt watts kw w amp amps ampere current a speed rpm");

    /// <summary>Words for a state in which it produces.</summary>
    public static FrozenSet<string> RunningStates { get; } = States("run running runs on producing production productive active auto automatic executing execute working busy started start operating true yes läuft laeuft betrieb");

    /// <summary>Words for a state in which it does not.</summary>
    public static FrozenSet<string> StoppedStates { get; } = States(
        "stop stopped off idle standby false no manual setup fault faulted error alarm down offline paused pause hold held wait waiting ready inactive maintenance aborted complete completed steht halt störung stoerung");

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> States(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
