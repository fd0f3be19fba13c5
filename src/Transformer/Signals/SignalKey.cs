namespace Busroot.Transformer.Signals;

/// <summary>Names the eight standard signals, in the order in which they are published.</summary>
public enum SignalKey
{
    /// <summary><c>production_complete_good</c>: new good units since the last message, an increment.</summary>
    ProductionCompleteGood,

    /// <summary><c>production_count_good</c>: running count of good units.</summary>
    ProductionCountGood,

    /// <summary><c>production_complete_bad</c>: new rejects since the last message, an increment.</summary>
    ProductionCompleteBad,

    /// <summary><c>production_count_bad</c>: running count of rejects.</summary>
    ProductionCountBad,

    /// <summary><c>productive</c>: 1 while the station produces, otherwise 0.</summary>
    Productive,

    /// <summary><c>electrical_kwh</c>: cumulative meter reading in kWh.</summary>
    ElectricalKwh,

    /// <summary><c>electrical_kwh_interval</c>: kWh since the last data point, an increment.</summary>
    ElectricalKwhInterval,

    /// <summary><c>rssi</c>: signal strength in dBm.</summary>
    Rssi,
}
