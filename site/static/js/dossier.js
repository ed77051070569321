// A paper opened from the list is shown in the frame above it: bring the frame into sight.
document.addEventListener("click", (event) => {
  if (event.target.closest('a[target="giay-to-dang-xem"]')) {
    document.getElementById("xem").scrollIntoView({ block: "nearest" });
  }
});
