using Microsoft.Extensions.Logging;

namespace Bridge.Host;

/// <summary>Every line the bridge logs. First failure warning, repeats debug, recovery information; scalars only.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Bridge {Release} starts: {Devices} devices, broker {Broker}, run {Run}")]
    public static partial void Starting(ILogger logger, string release, int devices, string broker, string run);

    [LoggerMessage(1002, LogLevel.Information, "Bridge stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1003, LogLevel.Information, "Stopping: {Reason}")]
    public static partial void Stopping(ILogger logger, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Stopping: {Part} did not finish in {Seconds} s and is abandoned")]
    public static partial void Abandoned(ILogger logger, string part, double seconds);

    [LoggerMessage(1005, LogLevel.Warning, "{Origin}: {Detail}")]
    public static partial void ConfigurationWarning(ILogger logger, string origin, string detail);

    [LoggerMessage(1006, LogLevel.Error, "Restart refused, the present configuration goes on: {Origin}: {Detail}")]
    public static partial void RestartRefused(ILogger logger, string origin, string detail);

    [LoggerMessage(1007, LogLevel.Information, "Log level is {NewLevel} now")]
    public static partial void LevelChanged(ILogger logger, string newLevel);

    [LoggerMessage(1008, LogLevel.Error, "{Detail}")]
    public static partial void StoreProblem(ILogger logger, string detail);

    [LoggerMessage(1009, LogLevel.Information, "{Detail}")]
    public static partial void StoreNews(ILogger logger, string detail);

    [LoggerMessage(1010, LogLevel.Critical, "A failure that nothing could handle ends the bridge")]
    public static partial void Fatal(ILogger logger, Exception exception);

    [LoggerMessage(1011, LogLevel.Warning, "Health file {File} cannot be written: set health.file to a place that can")]
    public static partial void HealthFileFailed(ILogger logger, string file);

    [LoggerMessage(1012, LogLevel.Warning, "Stopping: {Part}: {Detail}")]
    public static partial void StopFailed(ILogger logger, string part, string detail);

    [LoggerMessage(1013, LogLevel.Critical, "The main loop stands still: {Reason}; the process ends")]
    public static partial void Stalled(ILogger logger, string reason);

    [LoggerMessage(1014, LogLevel.Warning, "{File} (home_assistant.release_file) tells of no release: {Detail}")]
    public static partial void ReleaseFileUnread(ILogger logger, string file, string detail);

    [LoggerMessage(1101, LogLevel.Warning, "Device {Device}: {Reason}: {Detail}")]
    public static partial void DeviceFaulted(ILogger logger, string device, string reason, string detail);

    [LoggerMessage(1102, LogLevel.Debug, "Device {Device}: {Reason} number {Count}: {Detail}")]
    public static partial void DeviceFailedAgain(
        ILogger logger, string device, string reason, long count, string detail);

    [LoggerMessage(EventId = 1103, Message = "Device {Device} is {Availability} ({Status})")]
    public static partial void DeviceAvailability(
        ILogger logger, LogLevel level, string device, string availability, string status);

    [LoggerMessage(1104, LogLevel.Error, "Device {Device}: driver {Driver} failed by a bug of its own")]
    public static partial void DeviceBug(ILogger logger, Exception exception, string device, string driver);

    [LoggerMessage(1105, LogLevel.Information, "Device {Device} listens on {Port} at {Line}")]
    public static partial void LineOpened(ILogger logger, string device, string port, string line);

    [LoggerMessage(1106, LogLevel.Information, "Device {Device} has {Count} entities")]
    public static partial void DeviceLearned(ILogger logger, string device, int count);

    [LoggerMessage(1107, LogLevel.Warning, "Device {Device}: {Entity} could not be set for the stop: {Detail}")]
    public static partial void OutputNotLeft(ILogger logger, string device, string entity, string detail);

    [LoggerMessage(1120, LogLevel.Information,
        "Device {Device}: nothing came from {Port} for {Seconds} s: it is closed and opened anew")]
    public static partial void LineSilent(ILogger logger, string device, string port, double seconds);

    [LoggerMessage(1108, LogLevel.Warning, "Device {Device}: {Reason}, {Count} times by now: {Detail}")]
    public static partial void DeviceFaultGoesOn(
        ILogger logger, string device, string reason, long count, string detail);

    [LoggerMessage(1109, LogLevel.Information, "Device {Device} is well again after {Outage} s and {Count} failures")]
    public static partial void DeviceRecovered(ILogger logger, string device, double outage, long count);

    [LoggerMessage(1110, LogLevel.Debug, "Device {Device}: {Reason}: {Detail}; it is asked again at once")]
    public static partial void DeviceRetried(ILogger logger, string device, string reason, string detail);

    [LoggerMessage(1111, LogLevel.Error, "Device {Device}: driver {Driver} failed by the same bug again: {Detail}")]
    public static partial void DeviceBugAgain(ILogger logger, string device, string driver, string detail);

    [LoggerMessage(1112, LogLevel.Error,
        "Device {Device} stays down after {Count} bugs in a row: the restart command or a new start brings it back")]
    public static partial void DeviceDown(ILogger logger, string device, int count);

    [LoggerMessage(1113, LogLevel.Warning, "{Count} errors of devices were not told, as too many came at once")]
    public static partial void ErrorsWithheld(ILogger logger, int count);

    [LoggerMessage(1114, LogLevel.Critical, "Device {Device} is down for good: the bridge ends (on_failure)")]
    public static partial void EndsAfterBugs(ILogger logger, string device);

    [LoggerMessage(1115, LogLevel.Critical,
        "Device {Device} gave no good reading for {Seconds} s: the bridge ends (exit_after_stale)")]
    public static partial void EndsAfterStale(ILogger logger, string device, double seconds);

    [LoggerMessage(1116, LogLevel.Debug, "Device {Device}: {Entity} {Type}")]
    public static partial void Happened(ILogger logger, string device, string entity, string type);

    [LoggerMessage(1117, LogLevel.Information,
        "Device {Device}: {What} is {Now}, as set from Home Assistant; the configuration says {Configured}")]
    public static partial void DeviceTuned(ILogger logger, string device, string what, string now, string configured);

    [LoggerMessage(EventId = 1201, Message = "Connected to {Broker} with MQTT {Protocol} as {ClientId}")]
    public static partial void Connected(
        ILogger logger, LogLevel level, string broker, string protocol, string clientId);

    [LoggerMessage(1202, LogLevel.Warning, "No connection to {Broker}: {Detail}; next try in {Delay} s")]
    public static partial void ConnectFailed(ILogger logger, string broker, string detail, double delay);

    [LoggerMessage(1203, LogLevel.Debug, "Still no connection to {Broker} after {Tries} tries: {Detail}")]
    public static partial void ConnectFailedAgain(ILogger logger, string broker, int tries, string detail);

    [LoggerMessage(EventId = 1204, Message = "Connection to {Broker} lost: {Detail}")]
    public static partial void ConnectionLost(ILogger logger, LogLevel level, string broker, string detail);

    [LoggerMessage(1205, LogLevel.Information, "Connected to {Broker} again after {Outage} s and {Tries} tries")]
    public static partial void Reconnected(ILogger logger, string broker, double outage, int tries);

    [LoggerMessage(1206, LogLevel.Error,
        "Another client uses the client id {ClientId} and takes the connection over again and again: "
        + "end the other one, or set mqtt.client_id; next try in {Delay} s")]
    public static partial void TakenOver(ILogger logger, string clientId, double delay);

    [LoggerMessage(1207, LogLevel.Error,
        "A second bridge is alive under the topic prefix {Prefix}: instance {Other} run {OtherRun}, "
        + "this one is instance {Own} run {OwnRun}; set another mqtt.topic_prefix for one of them. {Consequence}")]
    public static partial void SecondBridge(
        ILogger logger, string prefix, string other, string otherRun, string own, string ownRun, string consequence);

    [LoggerMessage(1208, LogLevel.Information, "The other bridge is silent: going on")]
    public static partial void SecondBridgeGone(ILogger logger);

    [LoggerMessage(1209, LogLevel.Information, "Instance {Instance} taken back from the broker, as the state store is new")]
    public static partial void InstanceTakenBack(ILogger logger, string instance);

    [LoggerMessage(1210, LogLevel.Information, "New instance {Instance}")]
    public static partial void InstanceMade(ILogger logger, string instance);

    [LoggerMessage(1211, LogLevel.Error, "The broker refused to publish on {Topic}: {Reason}; check its access rules")]
    public static partial void PublishRefused(ILogger logger, string topic, string reason);

    [LoggerMessage(1212, LogLevel.Error, "The broker refused the subscription to {Filter}: {Reason}; check its access rules")]
    public static partial void SubscribeRefused(ILogger logger, string filter, string reason);

    [LoggerMessage(1213, LogLevel.Information, "Announced {Devices} devices")]
    public static partial void Announced(ILogger logger, int devices);

    [LoggerMessage(1214, LogLevel.Information, "Removed {Count} retained topics that are no longer configured")]
    public static partial void CleanedUp(ILogger logger, int count);

    [LoggerMessage(1219, LogLevel.Information,
        "The bridge before did not end in good order, and had devices that are not configured: they are removed in {Seconds} s, "
        + "unless it comes back until then")]
    public static partial void WaitsForTwin(ILogger logger, double seconds);

    [LoggerMessage(1215, LogLevel.Information, "Home Assistant is online: announcing again in {Delay} s")]
    public static partial void Birth(ILogger logger, double delay);

    [LoggerMessage(1216, LogLevel.Information, "Another voice said offline on the status topic: heartbeat sent again")]
    public static partial void StatusContradicted(ILogger logger);

    [LoggerMessage(1217, LogLevel.Information, "Command {Topic}: {Outcome}")]
    public static partial void Command(ILogger logger, string topic, string outcome);

    [LoggerMessage(1218, LogLevel.Error, "Discovery of {Device} ({Driver}): {Entity} is withheld: {Rule}")]
    public static partial void Withheld(ILogger logger, string device, string driver, string entity, string rule);

    [LoggerMessage(1220, LogLevel.Information,
        "{Device} was deleted in Home Assistant: it stays away until its configuration changes or 'rediscover' is pressed")]
    public static partial void DeletedByUser(ILogger logger, string device);

    [LoggerMessage(1225, LogLevel.Information,
        "{Entity} of {Device} was deleted in Home Assistant: it stays away until the device's configuration changes or "
        + "'rediscover' is pressed")]
    public static partial void EntityDeletedByUser(ILogger logger, string device, string entity);

    [LoggerMessage(1226, LogLevel.Information,
        "home_assistant.discovery_mode has changed: {Count} discovery messages move to the other form, history stays")]
    public static partial void DiscoveryMoves(ILogger logger, int count);

    [LoggerMessage(1227, LogLevel.Warning,
        "Discovery of {Device}, {Entity}: {Rule}")]
    public static partial void DiscoveryDoubtful(ILogger logger, string device, string entity, string rule);

    [LoggerMessage(1221, LogLevel.Error, "The link to the broker failed by a bug of its own and starts anew")]
    public static partial void LinkBug(ILogger logger, Exception exception);

    [LoggerMessage(1222, LogLevel.Warning,
        "mqtt.tls.insecure is true: the broker's certificate is not checked, so that it may be anybody")]
    public static partial void TlsInsecure(ILogger logger);

    [LoggerMessage(1223, LogLevel.Warning,
        "The history is full with {Count} values, {Device} brought one more: the oldest are dropped until the broker is back; "
        + "state.history_limit and state.history_device_limit set how many are kept")]
    public static partial void HistoryFull(ILogger logger, int count, string device);

    [LoggerMessage(1224, LogLevel.Information, "Sent {Count} values that had waited for the broker; {Dropped} older ones were dropped")]
    public static partial void HistorySent(ILogger logger, int count, long dropped);

    [LoggerMessage(1250, LogLevel.Information, "Waiting for the Supervisor to name a broker: {Detail}")]
    public static partial void WaitingForSupervisor(ILogger logger, string detail);

    [LoggerMessage(1251, LogLevel.Warning,
        "The Supervisor named no broker in {Seconds} s: {Detail}; install and start the Mosquitto broker in Home Assistant, "
        + "or set mqtt.host")]
    public static partial void NoBrokerFromSupervisor(ILogger logger, double seconds, string detail);

    [LoggerMessage(1252, LogLevel.Information, "The Supervisor names the broker {Broker} and the user {User}")]
    public static partial void BrokerFromSupervisor(ILogger logger, string broker, string user);

    [LoggerMessage(1253, LogLevel.Debug, "What the Supervisor said last is used: {Detail}")]
    public static partial void SupervisorSilent(ILogger logger, string detail);

    [LoggerMessage(1225, LogLevel.Information, "{Count} events happened while there was no broker and were not told")]
    public static partial void EventsDropped(ILogger logger, int count);

    [LoggerMessage(1301, LogLevel.Debug, "{Packet}")]
    public static partial void MqttPacket(ILogger logger, string packet);
}
